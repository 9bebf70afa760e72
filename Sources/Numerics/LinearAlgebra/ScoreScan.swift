import CLinearAlgebra

/// Scans over a row of scores, for top-N lists and exact ranks. A NaN score is never greater or equal.
package enum ScoreScan {
    /// Calls `body` with each position, ascending, whose score exceeds `threshold`. `body` returns the threshold to go
    /// on with, so a heap that fills up lets fewer and fewer scores through.
    package static func forEachAbove(
        _ scores: UnsafeBufferPointer<Float>, threshold: Float, _ body: (Int, Float) -> Float
    ) {
        guard let base = scores.baseAddress else { return }
        var threshold = threshold
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: positionsPerScan) { positions in
            var next: Int64 = 0
            while next < scores.count {
                let found = mercer_scan_above(
                    base, next, Int64(scores.count), threshold, positions.baseAddress!, Int32(positionsPerScan), &next)
                for index in 0..<Int(found) {
                    let position = Int(positions[index])
                    // The threshold may have risen since the scan saw this score.
                    if base[position] > threshold { threshold = body(position, base[position]) }
                }
            }
        }
    }

    /// How many scores are greater than `score`, and how many equal to it.
    package static func count(
        _ scores: UnsafeBufferPointer<Float>, above score: Float
    ) -> (greater: Int, equal: Int) {
        guard let base = scores.baseAddress else { return (0, 0) }
        var greater: Int64 = 0
        var equal: Int64 = 0
        mercer_count_above(base, Int64(scores.count), score, &greater, &equal)
        return (Int(greater), Int(equal))
    }

    /// Survivors taken at a time: few, so that the threshold rises early in a row.
    private static let positionsPerScan = 32
}
