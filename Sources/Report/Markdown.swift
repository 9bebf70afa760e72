/// Markdown whose data can't turn into markup, links or mentions, nor the order of the text around it: names and ids come from
/// the shop.
package enum Markdown {
    /// Text on one line, with every character escaped that Markdown or HTML would read as markup.
    package static func text(_ text: String) -> String {
        var escaped = ""
        for scalar in unlinked(RightToLeft.isolated(oneLine(text))).unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\\", "`", "*", "_", "[", "]", "#", "|", "~", "$": escaped += "\\\(scalar)"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A code span, fenced by more backticks than the text holds in a row.
    package static func code(_ text: String) -> String {
        let line = String(
            String.UnicodeScalarView(oneLine(text).unicodeScalars.filter { !RightToLeft.isControl($0) })
        ).replacing("|", with: "\\|")
        var longest = 0
        var current = 0
        for character in line {
            current = character == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let room = longest > 0 ? " " : ""
        guard !line.isEmpty else { return "–" }
        let span = "\(fence)\(room)\(line)\(room)\(fence)"
        return RightToLeft.occurs(in: line) ? "\u{2068}\(span)\u{2069}" : span
    }

    /// A table; columns after the first `textColumns` are numbers, set to the right.
    package static func table(_ titles: [String], textColumns: Int, rows: [[String]]) -> String {
        let rule = titles.indices.map { $0 < textColumns ? "---" : "---:" }
        return ([titles, rule] + rows).map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
