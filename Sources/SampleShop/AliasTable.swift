import LinearAlgebra

/// Draws an index with probability proportional to its weight, in constant time.
///
/// Walker's alias method (A. J. Walker, 1977; construction after M. D. Vose, 1991): each of the n columns holds its
/// own index up to a threshold and one other index above it. O(n) to build, O(1) to draw.
struct AliasTable: Sendable {
    private let threshold: [Float]
    private let alias: [Int32]

    var count: Int { threshold.count }

    /// - Parameter weights: at least one; none negative, not all zero.
    init(weights: [Double]) {
        let total = weights.reduce(0, +)
        precondition(total > 0, "an alias table needs a positive weight")
        var scaled = weights.map { $0 * Double(weights.count) / total }
        var alias = (0..<Int32(weights.count)).map(\.self)
        var threshold = [Float](repeating: 1, count: weights.count)
        var small = scaled.indices.filter { scaled[$0] < 1 }
        var large = scaled.indices.filter { scaled[$0] >= 1 }
        while let low = small.popLast(), let high = large.last {
            threshold[low] = Float(scaled[low])
            alias[low] = Int32(high)
            scaled[high] -= 1 - scaled[low]
            if scaled[high] < 1 { small.append(large.removeLast()) }
        }
        self.threshold = threshold
        self.alias = alias
    }

    func draw(_ random: inout RandomSource) -> Int {
        let column = random.integer(below: threshold.count)
        return random.uniformFloat() < threshold[column] ? column : Int(alias[column])
    }
}
