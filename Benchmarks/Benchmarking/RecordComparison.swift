/// A record held against an earlier one, row by row.
///
/// A row changed when both hold: the two ranges of samples don't overlap, and the medians differ by more than
/// `tolerance`. The first asks for more than noise within a sitting, the second for more than noise between sittings.
package struct RecordComparison: Sendable {
    /// What became of a row.
    package enum Verdict: Sendable, Equatable {
        case better, worse
        /// Within the spread, or the tolerance.
        case unchanged
    }

    package struct Change: Sendable, Equatable {
        package let description: RowDescription
        package let earlier: SampleSummary
        package let now: SampleSummary
        package let verdict: Verdict

        /// How many times better the median is now; below 1 is worse.
        package var advantage: Double { description.advantage(of: now.median, over: earlier.median) }
    }

    /// The share by which medians may differ between two sittings on one machine without meaning anything.
    package static let tolerance = 0.05

    package let changes: [Change]
    /// Rows that the earlier record lacks.
    package let onlyNow: [String]
    /// Why the two can't be compared at face value: another machine, other data …
    package let differences: [String]

    package init(_ now: BenchmarkRecord, with earlier: BenchmarkRecord) {
        var changes: [Change] = []
        var onlyNow: [String] = []
        for row in now.rows {
            guard let summary = row.ours.summary else { continue }
            guard let before = earlier[row.description.name], before.description.unit == row.description.unit,
                let beforeSummary = before.ours.summary
            else {
                onlyNow.append(row.description.name)
                continue
            }
            changes.append(Change(row.description, earlier: beforeSummary, now: summary))
        }
        self.changes = changes
        self.onlyNow = onlyNow
        differences = Self.differences(now, earlier)
    }

    package subscript(name: String) -> Change? {
        changes.first { $0.description.name == name }
    }

    package func names(_ verdict: Verdict) -> [String] {
        changes.filter { $0.verdict == verdict }.map(\.description.name)
    }
}

extension RecordComparison.Change {
    init(_ description: RowDescription, earlier: SampleSummary, now: SampleSummary) {
        let isBetter =
            description.better == .lower
            ? now.maximum < earlier.minimum : now.minimum > earlier.maximum
        let isWorse =
            description.better == .lower
            ? now.minimum > earlier.maximum : now.maximum < earlier.minimum
        let advantage = description.advantage(of: now.median, over: earlier.median)
        let threshold = 1 + RecordComparison.tolerance
        let verdict: RecordComparison.Verdict =
            if isBetter, advantage > threshold { .better } else if isWorse, advantage < 1 / threshold { .worse } else {
                .unchanged
            }
        self.init(description: description, earlier: earlier, now: now, verdict: verdict)
    }
}

extension RecordComparison {
    private static func differences(_ now: BenchmarkRecord, _ earlier: BenchmarkRecord) -> [String] {
        var differences: [String] = []
        func compare(_ what: String, _ now: String, _ earlier: String) {
            if now != earlier { differences.append("\(what): \(now), earlier \(earlier)") }
        }
        compare("processor", now.machine.processor, earlier.machine.processor)
        compare("cores", "\(now.machine.cores)", "\(earlier.machine.cores)")
        compare("threads", "\(now.threads)", "\(earlier.threads)")
        compare("BLAS core", now.machine.blasCore, earlier.machine.blasCore)
        for (name, size) in now.data.sorted(by: { $0.key < $1.key }) {
            guard let before = earlier.data[name] else { continue }
            compare("bytes of \(name)", "\(size)", "\(before)")
        }
        return differences
    }
}
