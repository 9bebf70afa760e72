import DurableFiles
import Foundation
import TestSupport
import Testing

/// What was left half-written goes, and what somebody still writes stays, whoever has which process number.
@Suite struct AbandonedTests {
    private let files = FileSystem()

    /// In a container every run has the number that the killed one had.
    @Test func leftoversOfAProcessWithOurNumberGo() throws {
        let directory = try TemporaryDirectory()
        try files.createDirectory(directory.file(".features-1.\(getpid()).partial/inner"))
        try files.write("half", to: directory.file(".features-1.\(getpid()).partial/inner/file"))
        try files.write("half", to: directory.file(".inputs.json.1.partial"))
        try files.write("whole", to: directory.file("inputs.json"))
        try files.removeAbandoned(from: directory.path)
        #expect(try FileSystem.names(in: directory.path) == ["inputs.json"])
    }

    @Test func aFileThatIsBeingWrittenStays() throws {
        let directory = try TemporaryDirectory()
        let writer = try FileWriter(directory.file("file"), in: files)
        try writer.write("content")
        try files.removeAbandoned(from: directory.path)
        #expect(try FileSystem.names(in: directory.path).count == 1)
        try writer.finish()
        #expect(try String(contentsOfFile: directory.file("file"), encoding: .utf8) == "content")
    }

    @Test func aDirectoryThatIsBeingFilledStays() throws {
        let directory = try TemporaryDirectory()
        try files.makeDirectory(directory.file("entry")) { unfinished in
            try files.write("content", to: "\(unfinished)/file")
            try files.removeAbandoned(from: directory.path)
        }
        #expect(try FileSystem.names(in: directory.file("entry")) == ["file"])
    }

    @Test func aLinkThatGotItsNameJustNowStays() throws {
        let directory = try TemporaryDirectory()
        try files.write("", to: directory.file("target"))
        let link = directory.file(".current.0.partial")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "target")
        try files.removeAbandoned(from: directory.path)
        #expect(try FileSystem.names(in: directory.path) == [".current.0.partial", "target"])
    }

    @Test func whatMayNotBeReplacedStaysAndNothingElseIsLeft() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("entry")
        for (text, mayReplace) in [("first", true), ("second", false)] {
            try files.makeDirectory(path, mayReplace: { mayReplace }) { unfinished in
                try files.write(text, to: "\(unfinished)/file")
                return ()
            }
        }
        #expect(try String(contentsOfFile: "\(path)/file", encoding: .utf8) == "first")
        #expect(try FileSystem.names(in: directory.path) == ["entry"])
    }

    /// Killed anywhere while a directory goes, nobody sees a part of it.
    @Test func aDirectoryGoesInOneStep() throws {
        let directory = try TemporaryDirectory()
        var position = 1
        while true {
            let path = directory.file("bundle")
            for name in ["a", "b"] { try write("content", to: "\(path)/\(name)") }
            let calls = FailingCalls(.kill, at: position)
            try? FileSystem(calls: calls).retire(path)
            let names = try FileSystem.names(in: path)
            #expect(names.isEmpty || names == ["a", "b"], "killed at call \(position)")
            try files.retire(path)
            try files.removeAbandoned(from: directory.path)
            #expect(try FileSystem.names(in: directory.path).isEmpty)
            if !calls.hasFailed { break }
            position += 1
        }
        #expect(position > 4)
    }

    @Test func locksExcludeEachOther() throws {
        let directory = try TemporaryDirectory()
        #expect(PathLock(directory.file("missing"), .shared) == nil)
        var shared = [PathLock(directory.path, .shared), PathLock(directory.path, .shared)]
        #expect(shared.allSatisfy { $0 != nil } && PathLock(directory.path, .exclusive) == nil)
        shared = []
        let alone = PathLock(directory.path, .exclusive)
        #expect(alone != nil && PathLock(directory.path, .shared) == nil)
        withExtendedLifetime(alone) {}
    }

    private func write(_ text: String, to path: String) throws {
        try files.createDirectory(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        try files.write(text, to: path)
    }
}
