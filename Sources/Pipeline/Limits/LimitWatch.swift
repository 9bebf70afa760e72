import Dispatch
import Synchronization

/// Watches over a run's time and memory.
///
/// Memory is sampled beside the run, so that a stage that asks for nothing is watched, too; a run that has gone past a limit is
/// stopped as by a signal, at its next safe point.
final class LimitWatch: Sendable {
    private let limits: RunLimits
    private let deadline: ContinuousClock.Instant?
    /// What the process held when that was too much; 0 while it is not.
    private let excess = Atomic<Int>(0)

    private static let sampleMilliseconds = 50

    /// The time counts from here.
    init(_ limits: RunLimits) {
        self.limits = limits
        deadline = limits.maximumSeconds.map { .now + .seconds($0) }
    }

    /// Samples memory now, and for as long as what is returned is kept; nil where it has no limit.
    func sampling() -> (any DispatchSourceTimer)? {
        guard limits.maximumMemory != nil else { return nil }
        sample()
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .userInitiated))
        timer.schedule(
            deadline: .now() + .milliseconds(Self.sampleMilliseconds), repeating: .milliseconds(Self.sampleMilliseconds)
        )
        timer.setEventHandler { [self] in sample() }
        timer.resume()
        return timer
    }

    /// The limit that was passed; nil while none was.
    var passed: LimitError? {
        let held = excess.load(ordering: .relaxed)
        if let maximum = limits.maximumMemory, held > 0 { return .memory(held: ByteCount(held), maximum: maximum) }
        guard let deadline, let seconds = limits.maximumSeconds, ContinuousClock.now > deadline else { return nil }
        return .time(maximumSeconds: seconds)
    }

    /// - Throws: the limit that is passed by now, for a run that has come to no other place where one would be noticed.
    func check() throws(LimitError) {
        sample()
        if let passed { throw passed }
    }

    private func sample() {
        guard let maximum = limits.maximumMemory, let resident = RunEnvironment.residentMemoryBytes,
            resident > maximum.bytes
        else { return }
        _ = excess.compareExchange(expected: 0, desired: resident, ordering: .relaxed)
    }
}
