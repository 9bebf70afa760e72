import Pipeline

/// Writes the page of all runs over time.
public struct HistoryReport {
    private let history: RunHistory
    /// From the page to the directory that holds the runs.
    private let runsPath: String

    /// - Parameter runsPath: the runs' directory, relative to the page or absolute.
    public init(_ history: RunHistory, runsPath: String) {
        self.history = history
        self.runsPath = runsPath
    }

    /// One self-contained page: no script, no network.
    public var html: String {
        Page(
            title: title, header: header,
            sections: history.series.enumerated().map { index, series in
                let section = SeriesSection(series: series, index: index, runsPath: runsPath)
                return Page.Section(id: section.id, title: section.title, content: section.content)
            },
            footer: HTML(.p) {
                "Written by Mercer. This page loads nothing and runs nothing; its links lead to the runs' own reports."
            }
        ).document
    }

    private var title: String {
        history.series.count == 1
            ? "Runs of \(history.series[0].pipeline) on \(history.series[0].config)" : "Runs of the workspace"
    }

    private var header: HTML {
        let entries = history.series.flatMap(\.entries)
        let last = entries.filter { $0.state == .succeeded && $0.isWhole }.compactMap(\.started).max()
        return HTML(.div) {
            HTML(.h1) { HTML(text: title) }
            if entries.isEmpty { HTML.paragraph("There are no runs to show.", class: "verdict") }
            HTML.facts(
                [("Runs", "\(Numbers.count(entries.count))")] + Self.counts(of: entries)
                    + [("Last success started", HTML(text: last.map(Self.minute) ?? "never"))],
                class: "tiles")
            if !history.unreadable.isEmpty {
                HTML.paragraph(
                    "Without a readable record, and not shown: \(history.unreadable.joined(separator: ", ")).",
                    class: "quiet")
            }
        }
    }

    /// How many runs did not end well, by what became of them; failures also where there are none.
    private static func counts(of entries: [RunHistory.Entry]) -> [(name: HTML, value: HTML)] {
        let kinds: [(state: RunState, name: HTML)] = [
            (.failed, "Failed"), (.refused, "Refused"), (.killed, "Killed"), (.interrupted, "Interrupted"),
            (.running, "Running"),
        ]
        return kinds.compactMap { kind in
            let count = entries.count { $0.state == kind.state }
            return count > 0 || kind.state == .failed ? (kind.name, "\(Numbers.count(count))") : nil
        }
    }

    /// `2026-03-01 04:00`
    static func minute(_ microseconds: Int64) -> String {
        let text = Instant.text(microseconds: microseconds)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }
}
