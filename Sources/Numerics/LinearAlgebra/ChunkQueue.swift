import Synchronization

/// The cut of `0..<count` into chunks of one size, the last possibly shorter.
struct ChunkGrid: Sendable {
    let count: Int
    let chunkSize: Int

    init(count: Int, chunkSize: Int) {
        precondition(count >= 0 && chunkSize > 0, "cannot cut \(count) elements into chunks of \(chunkSize)")
        self.count = count
        self.chunkSize = chunkSize
    }

    var chunkCount: Int { count / chunkSize + (count % chunkSize == 0 ? 0 : 1) }

    subscript(chunk: Int) -> Range<Int> {
        let start = chunk * chunkSize
        return start..<start + min(chunkSize, count - start)
    }
}

/// Hands chunks to workers in ascending order and remembers the error of the lowest failing one.
final class ChunkQueue: Sendable {
    let grid: ChunkGrid
    private let isCancelled: WorkerPool.CancellationCheck?
    private let next = Atomic<Int>(0)
    private let hasFailed = Atomic<Bool>(false)
    private let firstError = Mutex<(chunk: Int, error: any Error)?>(nil)

    init(grid: ChunkGrid, isCancelled: WorkerPool.CancellationCheck?) {
        self.grid = grid
        self.isCancelled = isCancelled
    }

    /// Runs `body` on chunk after chunk until none is left or one has failed.
    func drain(_ body: (Range<Int>) throws -> Void) {
        while !hasFailed.load(ordering: .relaxed) {
            let chunk = next.add(1, ordering: .relaxed).oldValue
            guard chunk < grid.chunkCount else { return }
            do {
                if let isCancelled, isCancelled() { throw CancellationError() }
                try body(grid[chunk])
            } catch {
                record(error, chunk: chunk)
            }
        }
    }

    /// Hands out no further chunks.
    func stop() { hasFailed.store(true, ordering: .relaxed) }

    func rethrowFirstError() throws {
        if let first = firstError.withLock({ $0 }) { throw first.error }
    }

    private func record(_ error: any Error, chunk: Int) {
        firstError.withLock { first in
            if let known = first, known.chunk < chunk { return }
            first = (chunk, error)
        }
        stop()
    }
}
