import DurableFiles
import Foundation
import TestSupport
import Testing

/// What can't be read is not taken for nothing.
@Suite struct DirectoryNamesTests {
    @Test func namesAreInOrderOfTheirBytes() throws {
        let directory = try TemporaryDirectory()
        for name in ["b", "ü", "B", ".a"] { try Data().write(to: URL(fileURLWithPath: directory.file(name))) }
        #expect(try FileSystem.names(in: directory.path) == [".a", "B", "b", "ü"])
    }

    @Test func whereNoDirectoryStandsThereAreNone() throws {
        let directory = try TemporaryDirectory()
        try Data().write(to: URL(fileURLWithPath: directory.file("file")))
        #expect(try FileSystem.names(in: directory.file("missing")).isEmpty)
        #expect(try FileSystem.names(in: directory.file("file")).isEmpty)
    }

    /// A link that leads to itself, since tests may run as somebody who may read everything.
    @Test func aDirectoryThatCannotBeReadIsAnError() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("loop")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        let expected = FileError(operation: "list", path: path, code: ELOOP)
        #expect(throws: expected) { try FileSystem.names(in: path) }
        #expect(throws: expected) { try FileSystem.files(in: path) }
        #expect(throws: expected) { try DiskUsage(of: [path]) }
        #expect(throws: expected) { try FileSystem.contentBytes(of: path) }
    }
}
