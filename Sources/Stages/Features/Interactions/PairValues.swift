import Pipeline
import Tables

/// Makes one value of the rows of a user and item.
struct PairValues: Sendable {
    let aggregate: Aggregate
    /// Rating or weight of each row of the table.
    let values: [Float]
    let times: ValueColumn<Int64>?
    let decay: Decay?
    /// Weights stay above 0, however old they are; ratings are any number.
    let isWeight: Bool
    /// The table, for messages.
    let place: String

    /// The value of a pair, from its rows in input order. Sums are in double precision.
    ///
    /// - Throws: `DataError` where weights add up beyond single precision.
    func value(of rows: UnsafeBufferPointer<Int32>) throws -> Float {
        let combined = Float(combine(rows))
        guard combined.isFinite else { throw overflow(rows) }
        return isWeight ? Swift.max(combined, .leastNormalMagnitude) : combined
    }

    private func combine(_ rows: UnsafeBufferPointer<Int32>) -> Double {
        switch aggregate {
        case .count: return Double(rows.count)
        case .last: return value(of: latest(rows))
        case .sum:
            var total = 0.0
            for row in rows { total += value(of: Int(row)) }
            return total
        case .max:
            var greatest = -Double.infinity
            for row in rows { greatest = Swift.max(greatest, value(of: Int(row))) }
            return greatest
        }
    }

    @inline(__always)
    private func value(of row: Int) -> Double {
        guard let decay, let times else { return Double(values[row]) }
        return Double(values[row]) * decay.factor(at: times.values[row])
    }

    private func latest(_ rows: UnsafeBufferPointer<Int32>) -> Int {
        var latest = Int(rows[0])
        for row in rows {
            guard let times else { return Int(rows[rows.count - 1]) }
            if times.values[Int(row)] >= times.values[latest] { latest = Int(row) }
        }
        return latest
    }

    private func overflow(_ rows: UnsafeBufferPointer<Int32>) -> DataError {
        DataError(
            place: place, found: "\(rows.count) rows of one user and item whose weights add up to \(combine(rows))",
            expected: "a sum below \(Float.greatestFiniteMagnitude)",
            remedy: "set `weight.cap`, or aggregate by `max` or `last`")
    }
}
