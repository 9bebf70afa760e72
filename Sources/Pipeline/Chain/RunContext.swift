import LinearAlgebra
import Logging

/// What every stage of a run is given: how many threads, which seed, which instant, where to tell.
public struct RunContext: Sendable {
    public let pool: WorkerPool
    public let seed: UInt64
    /// The exclusive instant the run pretends to run at, microseconds since 1970 UTC; nil until the data says.
    public let asOf: Int64?
    public let log: Logger
    public let progress: any ProgressSink
    /// Becomes true when the run is being interrupted.
    public let isCancelled: @Sendable () -> Bool

    public init(
        pool: WorkerPool, seed: UInt64, asOf: Int64?, log: Logger, progress: any ProgressSink,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.pool = pool
        self.seed = seed
        self.asOf = asOf
        self.log = log
        self.progress = progress
        self.isCancelled = isCancelled
    }

    /// - Throws: `CancellationError` when the run is being interrupted.
    public func checkCancellation() throws {
        if isCancelled() { throw CancellationError() }
    }

    /// The same context for work that is interrupted between its steps only, never within one.
    public var uninterrupted: RunContext {
        RunContext(
            pool: WorkerPool(threadCount: pool.threadCount), seed: seed, asOf: asOf, log: log, progress: progress,
            isCancelled: { false })
    }

    /// The same context for work that ends, too, when nobody wants its result any more.
    func cancelled(by isUseless: @escaping @Sendable () -> Bool) -> RunContext {
        let isCancelled = { @Sendable [isInterrupted = self.isCancelled] in isInterrupted() || isUseless() }
        return RunContext(
            pool: WorkerPool(threadCount: pool.threadCount, isCancelled: isCancelled), seed: seed, asOf: asOf, log: log,
            progress: progress, isCancelled: isCancelled)
    }

    /// The same context at an instant.
    public func at(_ asOf: Int64?) -> RunContext {
        RunContext(pool: pool, seed: seed, asOf: asOf, log: log, progress: progress, isCancelled: isCancelled)
    }
}
