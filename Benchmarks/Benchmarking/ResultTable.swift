import Foundation

/// Rows as text for people: columns aligned, figures with three significant digits.
package struct ResultTable {
    private var rows: [[String]]

    private init(header: [String]) {
        rows = [header]
    }

    /// The figures of a record; with a comparison, the earlier medians too.
    package init(_ record: BenchmarkRecord, comparison: RecordComparison? = nil) {
        let hasPeers = record.rows.contains { $0.peer != nil }
        var header = ["row", "unit", "median", "min–max", "n"]
        if hasPeers { header += ["peer", "median", "min–max", "ratio"] }
        if comparison != nil { header += ["earlier", "change"] }
        self.init(header: header + ["also"])
        for row in record.rows {
            let description = row.description
            var cells = [description.name, description.unit] + Self.cells(row.ours.summary)
            if hasPeers { cells += Self.peerCells(row) }
            if let comparison { cells += Self.cells(comparison[description.name]) }
            rows.append(cells + [Self.facts(row)])
        }
    }

    /// One line a row, two blanks between columns.
    package var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                let isText = column < 2 || column == row.count - 1 || rows[0][column] == "peer"
                return isText ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// Three significant digits, and every digit of a larger whole part: `0.0412`, `1.95`, `15,900`.
    package static func figure(_ number: Double) -> String {
        guard number.isFinite else { return "–" }
        let magnitude = abs(number)
        guard magnitude < 999.5 else { return grouped(Int(number.rounded())) }
        guard magnitude > 0 else { return "0.00" }
        // 99.95 and its like round up into the next power of ten, which takes a decimal less.
        let power = Int(log10(magnitude * 1.0005).rounded(.down))
        return String(format: "%.\(max(0, 2 - power))f", number)
    }

    private static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    private static func cells(_ summary: SampleSummary?) -> [String] {
        guard let summary else { return ["–", "–", "0"] }
        return [
            figure(summary.median), "\(figure(summary.minimum))–\(figure(summary.maximum))", "\(summary.count)",
        ]
    }

    private static func peerCells(_ row: BenchmarkRow) -> [String] {
        guard let peer = row.peer else { return ["", "", "", ""] }
        let summary = cells(peer.observation.summary)
        return [peer.name, summary[0], summary[1], row.ratio.map { figure($0) + "×" } ?? "–"]
    }

    private static func cells(_ change: RecordComparison.Change?) -> [String] {
        guard let change else { return ["", ""] }
        let mark =
            switch change.verdict {
            case .better: " better"
            case .worse: " WORSE"
            case .unchanged: ""
            }
        return [figure(change.earlier.median), figure(change.advantage) + "×" + mark]
    }

    private static func facts(_ row: BenchmarkRow) -> String {
        let peer = row.peer?.observation.facts ?? [:]
        let warning = row.isDisturbed ? ["DISTURBED: others took \(figure(100 * (row.othersShare ?? 0))) %"] : []
        let facts = row.ours.facts.sorted { $0.key < $1.key }.map { name, value in
            "\(name) \(precise(value))" + (peer[name].map { " (peer \(precise($0)))" } ?? "")
        }
        return (warning + facts).joined(separator: ", ")
    }

    /// Facts such as an error or a loss are compared in their fourth digit.
    private static func precise(_ number: Double) -> String {
        guard number.isFinite else { return "–" }
        guard abs(number) < 1000, Int(exactly: number) == nil else { return grouped(Int(number.rounded())) }
        return String(format: "%.5g", number)
    }
}

extension RecordComparison {
    /// What changed beyond the spread, in sentences.
    package func statement(earlierPath: String) -> String {
        var lines = differences.map { "Not the same as in \(earlierPath): \($0)." }
        lines += Self.list("WORSE than \(earlierPath) beyond the spread", changes, .worse)
        lines += Self.list("Better than \(earlierPath) beyond the spread", changes, .better)
        lines.append("Within the spread: \(names(.unchanged).count) of \(changes.count) rows.")
        if !onlyNow.isEmpty { lines.append("Not in \(earlierPath): \(onlyNow.joined(separator: ", ")).") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func list(_ title: String, _ changes: [Change], _ verdict: Verdict) -> [String] {
        let rows = changes.filter { $0.verdict == verdict }.map { change in
            let (before, now) = (ResultTable.figure(change.earlier.median), ResultTable.figure(change.now.median))
            return "\(change.description.name) (\(before) → \(now) \(change.description.unit))"
        }
        return rows.isEmpty ? [] : ["\(title): \(rows.joined(separator: ", "))."]
    }
}
