import Pipeline

/// A split that goes by time: a row without one can't be placed, and is dropped before (`missing_time`).
protocol TimeOrderedSplit: SplitRule {}

extension TimeOrderedSplit {
    /// Reports that the rule needs times and the dataset has none.
    func requireTime(_ timeColumn: String?, at site: SettingsSite) {
        guard timeColumn == nil else { return }
        site.report(
            "the split \"\(Self.name)\" needs times, and the table has no time column",
            hint: "name it with the dataset's key `time`, or split by random")
    }
}

extension SplitRows {
    /// The times of the rows.
    ///
    /// - Precondition: the rule's check required them.
    var requiredTimes: [Int64] {
        guard let times else { preconditionFailure("the check let a split by time pass without times") }
        return times
    }

    /// Just past the newest time before the run's instant, be the row eligible or not.
    func endOfTimes() throws -> Int64 {
        let times = requiredTimes
        let limit = asOf ?? .max
        let newest = try pool.map(count: times.count, chunkSize: 1 << 18) { range in
            times[range].reduce(Int64.min) { $1 < limit ? max($0, $1) : $0 }
        }
        return (newest.max() ?? .min).addingReportingOverflow(1).partialValue
    }
}
