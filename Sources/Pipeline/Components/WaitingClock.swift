import Foundation

/// How time passes for whoever waits for a server: a test says so itself.
public struct WaitingClock: Sendable {
    /// Seconds since any fixed moment; never fewer than before.
    public let seconds: @Sendable () -> Double
    /// Lets a number of seconds pass, or fewer where `isOver` becomes true before.
    public let pause: @Sendable (_ seconds: Double, _ isOver: () -> Bool) -> Void

    public init(
        seconds: @escaping @Sendable () -> Double,
        pause: @escaping @Sendable (_ seconds: Double, _ isOver: () -> Bool) -> Void
    ) {
        self.seconds = seconds
        self.pause = pause
    }

    public static let system: WaitingClock = {
        let start = ContinuousClock.now
        let seconds: @Sendable () -> Double = { (ContinuousClock.now - start) / .seconds(1) }
        return WaitingClock(
            seconds: seconds,
            pause: { length, isOver in
                let end = seconds() + length
                while !isOver(), case let rest = end - seconds(), rest > 0 {
                    Thread.sleep(forTimeInterval: min(rest, tickSeconds))
                }
            })
    }()

    /// How often a pause looks whether it is over.
    private static let tickSeconds = 0.05
}
