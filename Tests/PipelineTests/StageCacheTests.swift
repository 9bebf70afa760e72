import DurableFiles
import Foundation
import Logging
import Modelling
import Pipeline
import Synchronization
import Tables
import TestSupport
import Testing

@Suite struct StageCacheTests {
    private let key = CacheKey(slot: "train/a", ingredients: ["factors": 4])

    private func cache(
        in directory: TemporaryDirectory, files: FileSystem = FileSystem(),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> StageCache {
        var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        log.logLevel = .critical
        return try StageCache(directory: directory.file("cache"), files: files, log: log, isCancelled: isCancelled)
    }

    private func store(_ key: CacheKey, _ text: String = "content", in cache: StageCache) throws -> CacheEntry {
        let steps = [StepAccount(step: "s", table: "t", rowsIn: 5, rowsOut: 3, dropped: [("why", 2)])]
        return try cache.store(key, run: "r1", steps: steps, facts: ["n": 1]) { directory in
            [try FileSystem().write(text, to: "\(directory)/file")]
        }
    }

    @Test func whatIsStoredIsFoundByItsKeyAlone() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        #expect(cache.entry(for: key) == nil)
        _ = try store(key, in: cache)
        let entry = try #require(cache.entry(for: key))
        #expect(entry.run == "r1" && entry.facts["n"] == 1 && entry.steps[0].dropped[0].reason == "why")
        #expect(try String(contentsOfFile: entry.path("file"), encoding: .utf8) == "content")
        #expect(cache.entry(for: CacheKey(slot: "train/a", ingredients: ["factors": 5])) == nil)
    }

    @Test func aFailedStoreLeavesNothing() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        #expect(throws: CancellationError.self) {
            _ = try cache.store(key, run: "r1", steps: [], facts: [:]) { place in
                try FileSystem().write("half", to: "\(place)/file")
                throw CancellationError()
            }
        }
        #expect(try FileSystem.names(in: directory.file("cache")).isEmpty)
    }

    /// The first store ends only when the caller has gone on; the second waits for it.
    @Test func entriesStoredBehindTheCallerComeInOrder() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        let (later, mayEnd, order) = (CacheKey(slot: "later", ingredients: [:]), Gate(), Notes())
        let place = try cache.storeBehind(key, run: "r1", steps: [], facts: [:]) { directory in
            mayEnd.wait()
            return [try FileSystem().write("first", to: "\(directory)/file")]
        } then: {
            order.add("first")
        }
        #expect(!FileManager.default.fileExists(atPath: place))
        mayEnd.open()
        _ = try cache.storeBehind(later, run: "r1", steps: [], facts: [:]) { _ in
            order.add("second")
            return []
        }
        try cache.finishStores()
        #expect(order.all == ["first", "second"])
        #expect(try String(contentsOfFile: "\(place)/file", encoding: .utf8) == "first")
        #expect(cache.entry(for: later) != nil)
    }

    @Test func whatCouldNotBeStoredBehindTheCallerIsToldByTheNextStoreAndOnce() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        let done = Notes()
        _ = try cache.storeBehind(key, run: "r1", steps: [], facts: [:]) { _ in
            throw CancellationError()
        } then: {
            done.add("stored")
        }
        let other = CacheKey(slot: "other", ingredients: [:])
        #expect(throws: CancellationError.self) { try store(other, in: cache) }
        _ = try store(other, in: cache)
        try cache.finishStores()
        #expect(done.all.isEmpty && cache.entry(for: key) == nil && cache.entry(for: other) != nil)
    }

    /// A checkpoint waits for what is on its way and goes on where that failed; the run must not.
    @Test func waitingForAFailedStoreHidesItFromNobody() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        _ = try cache.storeBehind(key, run: "r1", steps: [], facts: [:]) { _ in throw CancellationError() }
        cache.settleStores()
        #expect(throws: CancellationError.self) { try cache.finishStores() }
        try cache.finishStores()
    }

    /// What the run made since is stored before it is told: a model that took hours is not thrown away for a dataset.
    @Test func whatComesAfterAFailedStoreIsStoredAllTheSame() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        let (behind, before) = (CacheKey(slot: "behind", ingredients: [:]), CacheKey(slot: "before", ingredients: [:]))
        for next in [behind, before] {
            _ = try cache.storeBehind(key, run: "r1", steps: [], facts: [:]) { _ in throw CancellationError() }
            #expect(throws: CancellationError.self) {
                if next == before {
                    _ = try store(next, in: cache)
                } else {
                    _ = try cache.storeBehind(next, run: "r1", steps: [], facts: [:]) { _ in [] }
                }
            }
            try cache.finishStores()
            #expect(cache.entry(for: next) != nil, "\(next.slot)")
        }
    }

    /// Once more, in files of its own: a flush that failed is never asked again of the same file.
    @Test func whatTheDiskRefusedIsStoredAtTheSecondTry() throws {
        var position = 3
        while true {
            let directory = try TemporaryDirectory()
            let calls = FailingCalls(.error(EIO), at: position)
            let cache = try cache(in: directory, files: FileSystem(calls: calls))
            #expect(!calls.hasFailed, "the cache's own directory is made")
            _ = try cache.storeBehind(key, run: "r1", steps: [], facts: [:]) { [files = cache.files] place in
                [try files.write("content", to: "\(place)/file")]
            }
            try cache.finishStores()
            let entry = try #require(cache.entry(for: key))
            #expect(try cache.verify(entry), "call \(position)")
            if !calls.hasFailed { break }
            position += 1
        }
        #expect(position > 10)
        let directory = try TemporaryDirectory()
        let full = try cache(in: directory, files: FileSystem(calls: FailingCalls(.fullDisk, at: 3)))
        _ = try full.storeBehind(key, run: "r1", steps: [], facts: [:]) { _ in [] }
        #expect(throws: FileError.self) { try full.finishStores() }
    }

    /// To be stopped while content is read says nothing of the content.
    @Test func anEntryIsNotDamagedWhereTheRunIsStopped() throws {
        let directory = try TemporaryDirectory()
        let entry = try store(key, String(repeating: "x", count: 9 << 20), in: cache(in: directory))
        let stopped = try cache(in: directory, isCancelled: { true })
        #expect(throws: CancellationError.self) { try stopped.verify(entry) }
        #expect(try cache(in: directory).verify(entry))
    }

    @Test(arguments: ["file", "link", "dangling"])
    func whatIsNoDirectoryIsDropped(kind: String) throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        let training = CheckpointStore(cache, result: key, run: "r", resumes: false)
        let places = [try store(key, in: cache).directory, training.directory]
        try cache.trim(to: 0, keeping: [])
        for place in places {
            #expect(FileSystem.isMissing(place))
            switch kind {
            case "file": try FileSystem().write("no directory", to: place)
            case "link": try FileSystem().pointLink(place, to: directory.path)
            default: try FileSystem().pointLink(place, to: "nowhere")
            }
        }
        #expect(cache.entry(for: key) == nil && FileSystem.isMissing(places[0]))
        _ = try store(key, in: cache)
        #expect(cache.entry(for: key) != nil)
        #expect(throws: Never.self) { try training.save(checkpoint(1)) }
        #expect(FileSystem.isDirectory(places[1]))
        #expect(FileManager.default.fileExists(atPath: directory.path), "a link is never followed")
    }

    private final class Gate: Sendable {
        private let isOpen = Atomic(false)
        func open() { isOpen.store(true, ordering: .releasing) }
        func wait() { while !isOpen.load(ordering: .acquiring) { usleep(1000) } }
    }

    private final class Notes: Sendable {
        private let notes = Mutex<[String]>([])
        var all: [String] { notes.withLock(\.self) }
        func add(_ note: String) { notes.withLock { $0.append(note) } }
    }

    @Test func changedContentFailsVerificationAndIsRemoved() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        let entry = try store(key, in: cache)
        #expect(try cache.verify(entry))
        try Data("CONTENT".utf8).write(to: URL(fileURLWithPath: entry.path("file")))
        #expect(try !cache.verify(entry))
        #expect(cache.entry(for: key) == nil)
    }

    @Test func theLeastRecentlyUsedGoFirst() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        let keys = (0..<3).map { CacheKey(slot: "train/a", ingredients: ["factors": .integer($0)]) }
        for (age, key) in keys.enumerated() {
            let entry = try store(key, String(repeating: "x", count: 10_000), in: cache)
            let used = Date(timeIntervalSinceNow: Double(age * 100 - 1000))
            try FileManager.default.setAttributes([.modificationDate: used], ofItemAtPath: entry.directory)
        }
        try cache.trim(to: 25_000, keeping: [])
        #expect(keys.map { cache.entry(for: $0) != nil } == [false, true, true])
    }

    /// Another run's cache, as another process has it.
    @Test func whatAnotherRunUsesIsNeitherTrimmedNorReplaced() throws {
        let directory = try TemporaryDirectory()
        let (mine, other) = (try cache(in: directory), try cache(in: directory))
        _ = try store(key, "first", in: mine)
        try other.trim(to: 0, keeping: [])
        #expect(mine.entry(for: key) != nil, "its maker uses it")
        try mine.trim(to: 10_000, keeping: [])
        let read = try #require(other.entry(for: key))
        try mine.trim(to: 0, keeping: [])
        _ = try store(key, "again", in: mine)
        #expect(try String(contentsOfFile: read.path("file"), encoding: .utf8) == "first")
        #expect(try FileSystem.names(in: directory.file("cache")).count == 1, "what was made beside it is gone")
        try other.trim(to: 10_000, keeping: [])
        try mine.trim(to: 0, keeping: [])
        #expect(other.entry(for: key) == nil, "nobody uses it any more")
    }

    @Test func filesOfInnerDirectoriesCount() throws {
        let directory = try TemporaryDirectory()
        let cache = try cache(in: directory)
        _ = try cache.store(key, run: "r1", steps: [], facts: [:]) { place in
            try FileSystem().createDirectory("\(place)/inner")
            return [try FileSystem().write(String(repeating: "x", count: 10_000), to: "\(place)/inner/file")]
        }
        try cache.trim(to: 10_000, keeping: [])
        #expect(try FileSystem.names(in: directory.file("cache")).isEmpty)
    }

    private func checkpoint(_ count: Int) throws -> TrainingCheckpoint {
        let zeros = [Double](repeating: 0, count: count)
        let flags = [UInt8](repeating: 0, count: count)
        return try TrainingCheckpoint(
            archive: TensorArchive([
                Tensor("loss", shape: [count], .float64(zeros)),
                Tensor("validation", shape: [count], .float64(zeros)),
                Tensor("has_loss", shape: [count], .uint8(flags)),
                Tensor("has_validation", shape: [count], .uint8(flags)),
                Tensor("seconds", shape: [1], .float64([1])),
            ]))
    }

    @Test func onlyOneOfTwoEqualTrainingsKeepsCheckpoints() throws {
        let directory = try TemporaryDirectory()
        let (mine, other) = (try cache(in: directory), try cache(in: directory))
        func store(_ cache: StageCache) -> CheckpointStore {
            CheckpointStore(cache, result: key, run: "r", resumes: true)
        }
        try store(mine).save(checkpoint(2))
        try store(other).save(checkpoint(1))
        #expect(store(other).load() == nil)
        store(other).remove()
        #expect(store(mine).load()?.iteration == 2, "the other neither replaced nor removed it")
        try other.trim(to: 0, keeping: [])
        #expect(store(mine).load()?.iteration == 2)
        store(mine).remove()
        #expect(try FileSystem.names(in: directory.file("cache")).isEmpty)
    }
}
