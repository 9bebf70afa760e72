import Synchronization

/// One piece of work on a thread of its own, begun at once, whose result is taken where it is needed.
///
/// The thread never outlives this object: dropping it waits for the end. Where the system refuses a thread, the work is done by
/// the caller right away.
public final class BackgroundWork<Value: Sendable>: Sendable {
    private final class Outcome: Sendable {
        let value = Mutex<Result<Value, any Error>?>(nil)
    }

    private let outcome = Outcome()
    private let thread: Mutex<WorkerThread?>

    public init(_ work: @escaping @Sendable () throws -> Value) {
        let run = { @Sendable [outcome] (_: Int) in
            let result = Result(catching: work)
            outcome.value.withLock { $0 = result }
        }
        let started = WorkerThread(workerIndex: 0, work: run)
        thread = Mutex(started)
        if started == nil { run(0) }
    }

    deinit { join() }

    /// Waits for the end and hands the result over: nothing of it stays here, so that the caller may change it in place.
    ///
    /// - Returns: nil when it was taken before.
    /// - Throws: what the work threw.
    public func take() throws -> Value? {
        join()
        return try outcome.value.withLock { $0.take() }?.get()
    }

    private func join() {
        thread.withLock { $0.take()?.join() }
    }
}
