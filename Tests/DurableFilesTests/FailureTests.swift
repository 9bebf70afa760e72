import DurableFiles
import Foundation
import Synchronization
import TestSupport
import Testing

/// What each failing call means for a file, a directory and a link that stood there before.
@Suite struct FailureTests {
    /// Calls of writing one small file over another: create, write, flush, close, rename, flush of the directory.
    private static let callsOfAWrite = 6

    /// Writes "new" over "old" with one failing call.
    ///
    /// - Returns: what stands there afterwards, what was thrown, and the names in the directory.
    private func overwrite(
        _ failure: FailingCalls.Failure, at position: Int
    ) throws -> (content: String, error: FileError?, names: [String]) {
        let directory = try TemporaryDirectory()
        let path = directory.file("file")
        try FileSystem().write("old", to: path)
        var thrown: FileError?
        do {
            try FileSystem(calls: FailingCalls(failure, at: position)).write("new", to: path)
        } catch let error as FileError {
            thrown = error
        }
        return (try String(contentsOfFile: path, encoding: .utf8), thrown, try FileSystem.names(in: directory.path))
    }

    @Test(arguments: 1...callsOfAWrite, [EIO, ENOSPC])
    func aRefusedCallLeavesTheOldFileOrTheNewOne(position: Int, code: Int32) throws {
        let result = try overwrite(.error(code), at: position)
        #expect(result.error?.code == code, "the failure is told")
        #expect(result.content == (position == Self.callsOfAWrite ? "new" : "old"))
        #expect(result.names == ["file"], "nothing half-written stays")
    }

    @Test(arguments: 1...callsOfAWrite)
    func anInterruptedCallIsTriedAgainUnlessItFlushes(position: Int) throws {
        let result = try overwrite(.error(EINTR), at: position)
        let isFlush = position == 3 || position == 6
        #expect((result.error == nil) == !isFlush)
        #expect(result.content == (position == 3 ? "old" : "new"))
    }

    @Test(arguments: 1...callsOfAWrite)
    func aShortWriteGoesOn(position: Int) throws {
        let result = try overwrite(.shortWrite, at: position)
        #expect(result.error == nil && result.content == "new")
    }

    @Test func theSweepCoversTheWholeWrite() throws {
        let directory = try TemporaryDirectory()
        let calls = FailingCalls(.kill, at: .max)
        try FileSystem(calls: calls).write("new", to: directory.file("file"))
        #expect(calls.callCount == Self.callsOfAWrite)
    }

    @Test func aDirectoryAppearsWhole() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("bundle")
        var position = 1
        while true {
            let calls = FailingCalls(.kill, at: position)
            let files = FileSystem(calls: calls)
            var isDone = false
            do {
                try files.makeDirectory(path) { unfinished in
                    try files.write("a", to: "\(unfinished)/a")
                    try files.write("b", to: "\(unfinished)/b")
                    return ()
                }
                isDone = true
            } catch {
                #expect(calls.hasFailed)
            }
            let names = try FileSystem.names(in: path)
            #expect(names.isEmpty || names == ["a", "b"], "killed at call \(position)")
            if isDone { break }
            try FileSystem().removeDirectory(path)
            position += 1
        }
        #expect(position > 10)
    }

    @Test func aLinkPointsToTheOldTargetOrTheNewOne() throws {
        let directory = try TemporaryDirectory()
        let link = directory.file("current")
        for position in 1...10 {
            try FileSystem().pointLink(link, to: "old")
            let calls = FailingCalls(.error(EIO), at: position)
            try? FileSystem(calls: calls).pointLink(link, to: "new")
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
            #expect(target == "old" || target == "new")
            #expect(target == "new" || calls.hasFailed)
            #expect(try FileSystem.names(in: directory.path) == ["current"])
        }
    }

    @Test(arguments: [EXDEV, EMLINK, EPERM])
    func whatCannotBeLinkedIsCopied(code: Int32) throws {
        let directory = try TemporaryDirectory()
        try FileSystem().write("content", to: directory.file("source"))
        // The first call removes what may stand there, the second links.
        try FileSystem(calls: FailingCalls(.error(code), at: 2)).share(
            directory.file("source"), as: directory.file("copy"))
        #expect(try String(contentsOfFile: directory.file("copy"), encoding: .utf8) == "content")
        let original = try FileManager.default.attributesOfItem(atPath: directory.file("source"))
        #expect(original[.referenceCount] as? Int == 1, "a copy, no second name")
    }

    @Test func aDirectoryIsMadeBelowALinkToOne() throws {
        let directory = try TemporaryDirectory()
        let files = FileSystem()
        try files.createDirectory(directory.file("disk"))
        try files.pointLink(directory.file("artifacts"), to: directory.file("disk"))
        try files.createDirectory(directory.file("artifacts"))
        try files.createDirectory(directory.file("artifacts/cache/inner"))
        #expect(try FileSystem.names(in: directory.file("disk/cache")) == ["inner"])
    }

    @Test func removingADirectoryDoesNotFollowLinks() throws {
        let directory = try TemporaryDirectory()
        let files = FileSystem()
        try files.createDirectory(directory.file("kept"))
        try files.write("content", to: directory.file("kept/file"))
        try files.createDirectory(directory.file("removed/inner"))
        try files.pointLink(directory.file("removed/inner/link"), to: directory.file("kept"))
        try files.removeDirectory(directory.file("removed"))
        #expect(try FileSystem.names(in: directory.path) == ["kept"])
        #expect(try FileSystem.names(in: directory.file("kept")) == ["file"])
    }

    /// Two processes make the same directory, and the other is the faster one by an instant: it may use what it made already.
    @Test(arguments: [false, true])
    func whatAnotherProcessPutThereIsAskedFor(mayReplace: Bool) throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("entry")
        let hasCome = Atomic(false)
        let calls = FailingCalls(.kill, at: .max) { destination in
            guard destination == path, !hasCome.exchange(true, ordering: .relaxed) else { return }
            _ = try? FileSystem().makeDirectory(path) { try FileSystem().write("other", to: "\($0)/file") }
        }
        var asked = 0
        _ = try FileSystem(calls: calls).makeDirectory(
            path,
            mayReplace: {
                asked += 1
                return mayReplace
            }
        ) { try FileSystem().write("own", to: "\($0)/file") }
        #expect(try String(contentsOfFile: "\(path)/file", encoding: .utf8) == (mayReplace ? "own" : "other"))
        #expect(asked == 1)
        #expect(try FileSystem.names(in: directory.path) == ["entry"])
    }

    @Test func aFileGivesWayToADirectory() throws {
        let directory = try TemporaryDirectory()
        let (path, elsewhere) = (directory.file("entry"), directory.file("elsewhere"))
        for kind in ["file", "link"] {
            try FileSystem().createDirectory(elsewhere)
            if kind == "file" {
                try FileSystem().write("x", to: path)
            } else {
                try FileSystem().pointLink(path, to: "elsewhere")
            }
            _ = try FileSystem().makeDirectory(path) { try FileSystem().write("own", to: "\($0)/file") }
            #expect(FileSystem.isDirectory(path), "\(kind)")
            #expect(try FileSystem.names(in: elsewhere).isEmpty && FileSystem.names(in: directory.path).count == 2)
            try FileSystem().retire(path)
        }
    }
}
