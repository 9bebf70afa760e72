import CLinearAlgebra

/// Scans over a row of scores, for top-N lists and exact ranks. A NaN score is never greater or equal.
///
/// Each takes the C function it runs, so that the tests can hand in the builds other processors get.
package enum ScoreScan {
    package typealias Search = (
        UnsafePointer<Float>, Int64, Int64, Float, UnsafeMutablePointer<Int32>, Int32, UnsafeMutablePointer<Int64>
    ) -> Int32
    package typealias Count = (
        UnsafePointer<Float>, Int64, Float, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<Int64>
    ) -> Void

    /// Calls `body` with each position, ascending, whose score exceeds `threshold`. `body` returns the threshold to go
    /// on with, so a heap that fills up lets fewer and fewer scores through.
    package static func forEachAbove(
        _ scores: UnsafeBufferPointer<Float>, threshold: Float, by kernel: Search = mercer_scan_above,
        _ body: (Int, Float) -> Float
    ) {
        guard let base = scores.baseAddress else { return }
        var threshold = threshold
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: positionsPerScan) { positions in
            var next: Int64 = 0
            while next < scores.count {
                let found = kernel(
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
        _ scores: UnsafeBufferPointer<Float>, above score: Float, by kernel: Count = mercer_count_above
    ) -> (greater: Int, equal: Int) {
        guard let base = scores.baseAddress else { return (0, 0) }
        var greater: Int64 = 0
        var equal: Int64 = 0
        kernel(base, Int64(scores.count), score, &greater, &equal)
        return (Int(greater), Int(equal))
    }

    /// Survivors taken at a time: few, so that the threshold rises early in a row.
    private static let positionsPerScan = 32
}
