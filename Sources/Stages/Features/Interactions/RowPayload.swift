import Tables

/// What of a row travels along while rows are sorted into pairs, so that no later step has to go back to the row.
protocol RowPayload: Sendable {
    associatedtype Value: BitwiseCopyable & Sendable
    func value(of row: Int) -> Value
}

/// The rating or weight, decayed where the pipeline says so.
struct ValuePayload: RowPayload {
    let values: [Float]
    let times: [Int64]?
    let decay: Decay?

    @inline(__always)
    func value(of row: Int) -> Float {
        guard let decay, let times else { return values[row] }
        return Float(Double(values[row]) * decay.factor(at: times[row]))
    }
}

/// The row's number: for the aggregate that asks which row is the latest.
struct RowNumberPayload: RowPayload {
    func value(of row: Int) -> Int32 { Int32(truncatingIfNeeded: row) }
}

/// A 1 to be added up: for counting.
struct CountPayload: RowPayload {
    func value(of row: Int) -> Float { 1 }
}
