import Foundation

/// How time passes for whoever waits for a server: a test says so itself.
public struct WaitingClock: Sendable {
    /// Seconds since any fixed moment; never fewer than before.
    public let seconds: @Sendable () -> Double
    /// Lets a number of seconds pass.
    public let pause: @Sendable (_ seconds: Double) -> Void

    public init(
        seconds: @escaping @Sendable () -> Double, pause: @escaping @Sendable (_ seconds: Double) -> Void
    ) {
        self.seconds = seconds
        self.pause = pause
    }

    public static let system: WaitingClock = {
        let start = ContinuousClock.now
        return WaitingClock(
            seconds: { (ContinuousClock.now - start) / .seconds(1) }, pause: { Thread.sleep(forTimeInterval: $0) })
    }()
}
