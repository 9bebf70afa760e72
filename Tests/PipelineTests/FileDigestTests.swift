import DurableFiles
import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

/// Digests of files of which every block takes its time.
@Suite struct FileDigestTests {
    private static let block = 4 << 20

    /// Ten blocks of zeros, and how often somebody asked whether to go on.
    private struct Long {
        let directory: TemporaryDirectory
        var path: String { directory.file("long") }

        init() throws {
            directory = try TemporaryDirectory()
            try FileSystem().write("", to: path)
            #expect(truncate(path, 10 * block) == 0)
        }
    }

    @Test func oneIsStoppedBetweenTwoBlocks() throws {
        let long = try Long()
        var asked = 0
        #expect(throws: CancellationError.self) {
            try FileDigest.sha256(ofFile: long.path) {
                asked += 1
                return asked == 3
            }
        }
        #expect(asked == 3)
        asked = 0
        let digest = try FileDigest.sha256(ofFile: long.path) {
            asked += 1
            return false
        }
        #expect(try asked == 10 && digest == FileDigest.sha256(ofFile: long.path))
    }

    /// What was digested before is remembered, what was stopped is not.
    @Test func inputsAreNoExceptions() throws {
        let long = try Long()
        let isStopped = Flag()
        var digests = InputDigests(directory: long.directory.file("cache")) { isStopped.isRaised }
        try FileSystem().write("short", to: long.directory.file("short"))
        isStopped.raise()
        #expect(throws: Never.self) { try digests.state(ofFile: long.directory.file("short"), table: "t") }
        #expect(throws: CancellationError.self) { try digests.state(ofFile: long.path, table: "t") }
        #expect(try digests.isNew(long.path) && !digests.isNew(long.directory.file("short")))
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isRaised: Bool { value.load(ordering: .relaxed) }
        func raise() { value.store(true, ordering: .relaxed) }
    }
}
