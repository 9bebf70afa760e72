/// How much better one candidate is than another, user by user.
///
/// With d the n differences of the users' values, the mean d̄ = Σd/n and its interval d̄ ± 1.96 s/√n, where
/// s² = Σ(d − d̄)²/(n − 1): the 95 % normal interval of a paired mean. What all candidates find easy or hard about a user
/// cancels in d, so it is narrower than the candidates' own intervals. O(n).
public struct PairedDifference: Sendable, Equatable {
    /// Fewer users don't make a mean normal.
    public static let fewestUsers = 30

    public let mean: Double
    public let low: Double
    public let high: Double
    public let userCount: Int

    /// Users without a value of their own (NaN) on either side are left out. Nil below `fewestUsers` pairs.
    ///
    /// - Precondition: both sides have the same users.
    public init?<Value: BinaryFloatingPoint>(of values: [Value], over others: [Value], direction: Int = 1) {
        precondition(values.count == others.count, "pairs are of the same users")
        let differences = zip(values, others).lazy.map { Double($0) - Double($1) }.filter(\.isFinite)
        let userCount = differences.reduce(0) { count, _ in count + 1 }
        guard userCount >= Self.fewestUsers else { return nil }
        let count = Double(userCount)
        let mean = differences.reduce(0, +) / count
        let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let halfWidth = 1.96 * (squares / (count - 1)).squareRoot() / count.squareRoot()
        self.mean = Double(direction) * mean
        low = self.mean - halfWidth
        high = self.mean + halfWidth
        self.userCount = userCount
    }

    public var excludesZero: Bool { low > 0 || high < 0 }
}
