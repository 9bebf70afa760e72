import Modelling

/// A metric's value for one candidate, taken apart into what resampling users needs.
enum MetricSample: Sendable {
    /// One value per user with test items; the metric is their mean.
    case users([Double])
    /// Error terms summed over the rows of each user with test rows; `finish` makes the metric of a sum and its rows.
    case rows(sums: [Double], counts: [Double], finish: @Sendable (_ sum: Double, _ rows: Int) -> Double)
    /// One value from all lists together. A resample holds fewer distinct users and with them fewer distinct items, so its
    /// intervals would lie below the value: there is none.
    case whole(Double, userCount: Int)

    var value: Double {
        switch self {
        case .users(let values): values.reduce(0, +) / Double(values.count)
        case .rows(let sums, let counts, let finish): finish(sums.reduce(0, +), Int(counts.reduce(0, +)))
        case .whole(let value, _): value
        }
    }

    /// Users, or rows, that the value is over.
    var count: Int {
        switch self {
        case .users(let values): values.count
        case .rows(_, let counts, _): Int(counts.reduce(0, +))
        case .whole(_, let userCount): userCount
        }
    }

    /// The value of each user, for paired comparisons; nil where the metric has none.
    var perUser: [Double]? {
        switch self {
        case .users(let values): values
        case .rows(let sums, let counts, let finish): zip(sums, counts).map { finish($0, Int($1)) }
        case .whole: nil
        }
    }
}

extension MetricSample {
    /// The values of many samples with their intervals, all from the same resamples.
    ///
    /// - Precondition: samples of the same case are over the same users.
    static func values(of samples: [MetricSample], bootstrap: Bootstrap) throws -> [MetricValue] {
        let intervals =
            try userIntervals(of: samples, bootstrap).merging(rowIntervals(of: samples, bootstrap)) { first, _ in first
            }
        return samples.enumerated().map { index, sample in
            let interval = intervals[index]
            return MetricValue(value: sample.value, low: interval?.low, high: interval?.high, count: sample.count)
        }
    }

    private static func userIntervals(
        of samples: [MetricSample], _ bootstrap: Bootstrap
    ) throws -> [Int: Bootstrap.Interval] {
        var columns: [(sample: Int, values: [Double])] = []
        for (index, sample) in samples.enumerated() {
            if case .users(let values) = sample { columns.append((index, values)) }
        }
        let sums = try bootstrap.sums(of: columns.map(\.values))
        return Dictionary(
            uniqueKeysWithValues: zip(columns, sums).map { column, sums in
                (column.sample, Bootstrap.interval(sums.map { $0 / Double(column.values.count) }))
            })
    }

    private static func rowIntervals(
        of samples: [MetricSample], _ bootstrap: Bootstrap
    ) throws -> [Int: Bootstrap.Interval] {
        var intervals: [Int: Bootstrap.Interval] = [:]
        var rowCounts: [Double]?
        var columns: [[Double]] = []
        for case .rows(let sums, let counts, _) in samples {
            rowCounts = counts
            columns.append(sums)
        }
        guard let rowCounts else { return [:] }
        var resampled = try bootstrap.sums(of: [rowCounts] + columns)[...]
        let counts = resampled.removeFirst()
        for (index, sample) in samples.enumerated() {
            guard case .rows(_, _, let finish) = sample else { continue }
            intervals[index] = Bootstrap.interval(zip(resampled.removeFirst(), counts).map { finish($0, Int($1)) })
        }
        return intervals
    }
}
