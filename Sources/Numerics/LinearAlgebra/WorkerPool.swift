import Foundation

/// Runs loops on a stated number of threads with results that do not depend on that number.
///
/// A loop over `0..<count` is cut into chunks of `chunkSize` elements (the last may be shorter). The cut depends on
/// `count` and `chunkSize` alone; the threads take chunks from a shared counter as they become free. As long as a
/// chunk's body depends on its range only, and results are combined in chunk order, the outcome is the same at any
/// thread count.
///
/// Errors: when bodies throw, the error of the lowest failing chunk is rethrown. Chunks are handed out in ascending
/// order and every chunk handed out is finished, so this too is independent of timing. Chunks after a failing one may
/// or may not have run.
///
/// The caller is worker 0 and the others are threads that live for one loop, so a loop inside a worker cannot wait
/// for a thread that waits for it. Inner loops are better run with ``WorkerPool/serial``: they add threads.
public struct WorkerPool: Sendable {
    /// A question asked before each chunk; true ends the loop with `CancellationError`.
    public typealias CancellationCheck = @Sendable () -> Bool

    /// Most threads a loop runs on, the caller's included; honoured even beyond the number of cores.
    public let threadCount: Int
    /// Asked before each chunk, from any worker.
    public let isCancelled: CancellationCheck?

    /// A pool of `threadCount` threads; 0 takes one per core this process may use.
    public init(threadCount: Int, isCancelled: CancellationCheck? = nil) {
        precondition(threadCount >= 0, "a pool cannot have \(threadCount) threads")
        self.threadCount = threadCount == 0 ? ProcessInfo.processInfo.activeProcessorCount : threadCount
        self.isCancelled = isCancelled
    }

    /// The caller's thread alone: for loops inside a worker.
    public static var serial: WorkerPool { WorkerPool(threadCount: 1) }

    /// The ranges a loop is cut into, in order.
    public static func chunks(count: Int, chunkSize: Int) -> [Range<Int>] {
        let grid = ChunkGrid(count: count, chunkSize: chunkSize)
        return (0..<grid.chunkCount).map { grid[$0] }
    }

    /// Runs `body(range, workerIndex)` once for each chunk; worker indices lie in `0..<threadCount`.
    public func forEachChunk(
        count: Int, chunkSize: Int, body: @Sendable (Range<Int>, Int) throws -> Void
    ) throws {
        try forEachChunk(count: count, chunkSize: chunkSize, makeScratch: { $0 }) { range, workerIndex in
            try body(range, workerIndex)
        }
    }

    /// Runs `body(range, &scratch)` once for each chunk. Each worker makes its scratch from its index on its own
    /// thread, before its first chunk, and keeps it for all its chunks; results must not depend on what an earlier
    /// chunk left there.
    ///
    /// - Parameter meanwhile: runs once on the caller's thread while the others begin with the chunks; the caller joins
    ///   them afterwards. Its error goes before those of chunks.
    public func forEachChunk<Scratch>(
        count: Int, chunkSize: Int, meanwhile: () throws -> Void = {},
        makeScratch: @Sendable (Int) throws -> Scratch,
        body: @Sendable (Range<Int>, inout Scratch) throws -> Void
    ) throws {
        let queue = ChunkQueue(grid: ChunkGrid(count: count, chunkSize: chunkSize), isCancelled: isCancelled)
        var interruption: (any Error)?
        runWorkers(min(threadCount, queue.grid.chunkCount)) { workerIndex in
            var scratch: Scratch?
            queue.drain { range in
                if scratch == nil { scratch = try makeScratch(workerIndex) }
                try body(range, &scratch!)
            }
        } meanwhile: {
            do {
                try meanwhile()
            } catch {
                interruption = error
                queue.stop()
            }
        }
        if let interruption { throw interruption }
        try queue.rethrowFirstError()
    }

    /// Runs `body` for each chunk and returns its results in chunk order.
    public func map<Result: Sendable>(
        count: Int, chunkSize: Int, body: @Sendable (Range<Int>) throws -> Result
    ) throws -> [Result] {
        let grid = ChunkGrid(count: count, chunkSize: chunkSize)
        var results = [Result?](repeating: nil, count: grid.chunkCount)
        try results.withSharedBuffer { results in
            try forEachChunk(count: count, chunkSize: chunkSize) { range, _ in
                results[range.lowerBound / chunkSize] = try body(range)
            }
        }
        return results.map { $0! }
    }

    /// Runs `work` on `count` threads, this one included, and waits for all.
    private func runWorkers(_ count: Int, work: @Sendable (Int) -> Void, meanwhile: () -> Void) {
        guard count > 1 else {
            meanwhile()
            return work(0)
        }
        withoutActuallyEscaping(work) { work in
            let threads = (1..<count).compactMap { WorkerThread(workerIndex: $0, work: work) }
            meanwhile()
            work(0)
            for thread in threads { thread.join() }
        }
    }
}
