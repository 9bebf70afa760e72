import LinearAlgebra
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
    struct Failure: Error, Equatable {
        let chunk: Int
    }

    static let threadCounts = [1, 2, 3, 7]

    @Test(arguments: threadCounts)
    func everyElementIsVisitedOnce(threads: Int) throws {
        for count in [0, 1, 9, 10, 11, 1003] {
            var visits = [Int](repeating: 0, count: count)
            try visits.withSharedBuffer { visits in
                try WorkerPool(threadCount: threads).forEachChunk(count: count, chunkSize: 10) { range, worker in
                    precondition(worker >= 0 && worker < threads)
                    for index in range { visits[index] += 1 }
                }
            }
            #expect(visits.allSatisfy { $0 == 1 })
        }
    }

    @Test(arguments: threadCounts)
    func mapReturnsResultsInChunkOrder(threads: Int) throws {
        let ranges = try WorkerPool(threadCount: threads).map(count: 25, chunkSize: 10) { $0 }
        #expect(ranges == [0..<10, 10..<20, 20..<25])
        #expect(ranges == WorkerPool.chunks(count: 25, chunkSize: 10))
    }

    @Test(arguments: threadCounts)
    func theLowestFailingChunkWins(threads: Int) {
        for _ in 0..<50 {
            #expect(throws: Failure(chunk: 3)) {
                try WorkerPool(threadCount: threads).forEachChunk(count: 100, chunkSize: 1) { range, _ in
                    if range.lowerBound >= 3 { throw Failure(chunk: range.lowerBound) }
                }
            }
        }
    }

    /// Each body waits until as many bodies run as there are threads: fewer threads would never finish.
    @Test(arguments: threadCounts)
    func runsOnExactlyTheThreadsAskedFor(threads: Int) throws {
        let running = Atomic<Int>(0)
        let workers = Mutex<Set<Int>>([])
        try WorkerPool(threadCount: threads).forEachChunk(count: threads, chunkSize: 1) { _, worker in
            running.add(1, ordering: .sequentiallyConsistent)
            while running.load(ordering: .sequentiallyConsistent) < threads {}
            workers.withLock { _ = $0.insert(worker) }
        }
        #expect(workers.withLock { $0 } == Set(0..<threads))
    }

    @Test func zeroThreadsMeansAllCores() {
        #expect(WorkerPool(threadCount: 0).threadCount >= 1)
    }

    @Test func aLoopInsideAWorkerFinishes() throws {
        let pool = WorkerPool(threadCount: 3)
        let sums = try pool.map(count: 6, chunkSize: 1) { outer in
            try pool.map(count: 40, chunkSize: 7) { inner in inner.reduce(0, +) * outer.lowerBound }.reduce(0, +)
        }
        #expect(sums == (0..<6).map { $0 * 780 })
    }

    @Test func eachWorkerMakesItsScratchOnce() throws {
        let made = Mutex<[Int]>([])
        try WorkerPool(threadCount: 2).forEachChunk(
            count: 100, chunkSize: 1,
            makeScratch: { worker in
                made.withLock { $0.append(worker) }
                return [Int]()
            }
        ) { range, scratch in
            scratch.append(range.lowerBound)
            precondition(scratch == scratch.sorted())
        }
        let workers = made.withLock { $0 }
        #expect(Set(workers).count == workers.count && workers.count <= 2)
    }

    @Test func cancellationEndsTheLoop() {
        let asked = Atomic<Int>(0)
        let visited = Atomic<Int>(0)
        let pool = WorkerPool(threadCount: 1) { asked.add(1, ordering: .relaxed).newValue > 4 }
        #expect(throws: CancellationError.self) {
            try pool.forEachChunk(count: 100, chunkSize: 1) { _, _ in visited.add(1, ordering: .relaxed) }
        }
        #expect(visited.load(ordering: .relaxed) == 4)
    }

    @Test(arguments: threadCounts)
    func theCallerDoesSomethingElseFirst(threads: Int) throws {
        var times = 0
        let visited = Atomic<Int>(0)
        try WorkerPool(threadCount: threads).forEachChunk(
            count: 100, chunkSize: 1, meanwhile: { times += 1 }, makeScratch: { $0 }
        ) { _, _ in visited.add(1, ordering: .relaxed) }
        #expect(times == 1 && visited.load(ordering: .relaxed) == 100)
        try WorkerPool(threadCount: threads).forEachChunk(
            count: 0, chunkSize: 1, meanwhile: { times += 1 }, makeScratch: { $0 }
        ) { _, _ in }
        #expect(times == 2)
    }

    @Test(arguments: threadCounts)
    func whatTheCallerThrowsEndsTheLoop(threads: Int) {
        #expect(throws: Failure(chunk: -1)) {
            try WorkerPool(threadCount: threads).forEachChunk(
                count: 100, chunkSize: 1, meanwhile: { throw Failure(chunk: -1) }, makeScratch: { $0 }
            ) { range, _ in throw Failure(chunk: range.lowerBound) }
        }
    }
}
