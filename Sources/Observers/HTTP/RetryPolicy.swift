/// How often a request is sent again, and after what pauses: each twice as long as the one before, up to a limit.
///
/// The pauses are the same every time. Random ones keep many clients from coming back together; here one job a night asks.
public struct RetryPolicy: Sendable, Equatable {
    /// How often a request is sent at most; at least 1.
    public let attempts: Int
    public let firstPauseSeconds: Double
    public let longestPauseSeconds: Double

    public init(attempts: Int, firstPauseSeconds: Double = 0.5, longestPauseSeconds: Double = 8) {
        precondition(attempts >= 1, "a request is sent at least once")
        self.attempts = attempts
        self.firstPauseSeconds = firstPauseSeconds
        self.longestPauseSeconds = longestPauseSeconds
    }

    public static let once = RetryPolicy(attempts: 1)

    /// The pause after a number of attempts that failed, from 1.
    public func pauseSeconds(after attempts: Int) -> Double {
        var pause = firstPauseSeconds
        for _ in 1..<max(attempts, 1) where pause < longestPauseSeconds { pause *= 2 }
        return min(pause, longestPauseSeconds)
    }
}
