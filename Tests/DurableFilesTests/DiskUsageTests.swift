import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite struct DiskUsageTests {
    private let files = FileSystem()

    /// What a file takes, as the system states it.
    private func allocated(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_blocks) * 512 : 0
    }

    /// `runs/a` and `cache` share one file, `runs/a` and `runs/b` another; each run has one of its own.
    private func made() throws -> (directory: TemporaryDirectory, cached: Int, both: Int, own: Int) {
        let directory = try TemporaryDirectory()
        for name in ["cache", "runs/a/inner", "runs/b"] { try files.createDirectory(directory.file(name)) }
        try files.write(String(repeating: "c", count: 70_000), to: directory.file("cache/model"))
        try files.share(directory.file("cache/model"), as: directory.file("runs/a/inner/model"))
        try files.write(String(repeating: "b", count: 30_000), to: directory.file("runs/a/both"))
        try files.share(directory.file("runs/a/both"), as: directory.file("runs/b/both"))
        try files.write(String(repeating: "o", count: 10_000), to: directory.file("runs/a/own"))
        return (
            directory, allocated(directory.file("cache/model")), allocated(directory.file("runs/a/both")),
            allocated(directory.file("runs/a/own"))
        )
    }

    @Test func filesWithSeveralNamesCountOnceAndAreFreedWithTheirLast() throws {
        let (directory, cached, both, own) = try made()
        let first = try DiskUsage(of: [directory.file("runs/a")])
        #expect(first.bytes == cached + both + own && first.freedBytes == own)
        let runs = try DiskUsage(of: [directory.file("runs/a"), directory.file("runs/b")])
        #expect(runs.bytes == cached + both + own && runs.freedBytes == both + own)
        let all = try DiskUsage(of: [directory.path])
        #expect(all.freedBytes == all.bytes && all.bytes == cached + both + own)
        #expect(try DiskUsage(of: [directory.file("missing")]).bytes == 0)
    }

    @Test func whatIsTakenOutAgainLeavesWhatOthersShare() throws {
        let (directory, cached, both, own) = try made()
        var usage = try DiskUsage(of: [directory.file("runs/a"), directory.file("runs/b")])
        try usage.remove(directory.file("runs/a"))
        #expect(usage.bytes == both)
        try usage.add(directory.file("runs/a"))
        #expect(usage.bytes == cached + both + own)
    }

    @Test func contentCountsFilesOfInnerDirectories() throws {
        let (directory, _, _, _) = try made()
        #expect(try FileSystem.contentBytes(of: directory.file("runs/a")) == 70_000 + 30_000 + 10_000)
    }

    @Test func aPathThatIsNotThereHasTheSpaceOfItsParent() throws {
        let directory = try TemporaryDirectory()
        let free = try #require(FileSystem.freeBytes(at: directory.file("not/there")))
        #expect(free > 0)
    }
}
