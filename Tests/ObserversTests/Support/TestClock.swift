import Pipeline
import Synchronization

/// A clock that goes as a test says, and notes the pauses instead of waiting.
final class TestClock: Sendable {
    private let noted = Mutex<[Double]>([])
    private let seconds: @Sendable () -> Double

    /// - Parameter seconds: what it shows. Unless told otherwise it is ten times as slow as any other: a machine that runs all
    ///   tests at once may keep the server of a test from its turn for a long while.
    init(seconds: @escaping @Sendable () -> Double = { WaitingClock.system.seconds() / 10 }) {
        self.seconds = seconds
    }

    /// An hour passes whenever a server has taken another request: whoever waits for its answer has waited too long by then,
    /// and not before.
    static func passingWithRequests(to server: LoopbackServer) -> TestClock {
        TestClock { Double(server.requests.count) * 3600 }
    }

    var pauses: [Double] { noted.withLock(\.self) }

    var clock: WaitingClock {
        WaitingClock(
            seconds: seconds,
            pause: { [self] seconds, _ in noted.withLock { $0.append(seconds) } })
    }
}

extension DeliveryEffort {
    /// Every request once, with ten times the time.
    static let onceAtLeisure = DeliveryEffort(attempts: 1, firstAnswerSeconds: nil, clock: TestClock().clock)
}
