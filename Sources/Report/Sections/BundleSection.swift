import Pipeline

/// Where the bundle lies and how to ask it.
struct BundleSection: ReportSection {
    let id = "bundle"
    let title = "The bundle"

    func content(for content: ReportContent) -> HTML? {
        guard let bundle = content.bundle else { return nil }
        return HTML(.div) {
            HTML.paragraph("The model that other services load lies in \(HTML.code(bundle)).")
            if content.isRefit {
                HTML.paragraph(
                    "It was trained again on all rows after it was chosen. The metrics above are about the evaluation model, which never saw the test part."
                )
            }
            HTML(.pre) { HTML(text: ShellText.recommend(bundle: bundle)) }
        }
    }
}

/// Commands that a reader can paste.
enum ShellText {
    static func recommend(bundle: String) -> String {
        "mercer recommend --model \(quoted(bundle)) --user ID --k 10"
    }

    /// As it is where the shell takes it literally, else in single quotes.
    static func quoted(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+=@:".contains($0)) }
        return isPlain && !path.isEmpty ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    }
}
