import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite struct AppendingTests {
    @Test func addsLinesToWhatIsThere() throws {
        let directory = try TemporaryDirectory()
        let files = FileSystem()
        try files.append(lines: ["a", "b"], to: directory.file("log"))
        try files.append(lines: ["c"], to: directory.file("log"))
        #expect(try directory.text("log") == "a\nb\nc\n")
    }

    @Test func endsALineThatWasCutOff() throws {
        let directory = try TemporaryDirectory()
        try directory.write("a\nhal", to: "log")
        try FileSystem().append(lines: ["b"], to: directory.file("log"))
        #expect(try directory.text("log") == "a\nhal\nb\n")
    }

    @Test func finishesAShortWrite() throws {
        let directory = try TemporaryDirectory()
        // Opening is the first call, writing the second.
        let files = FileSystem(calls: FailingCalls(.shortWrite, at: 2))
        try files.append(lines: ["abcdef"], to: directory.file("log"))
        #expect(try directory.text("log") == "abcdef\n")
    }

    @Test(arguments: [1, 2, 3, 4])
    func tellsWhichCallFailed(position: Int) throws {
        let directory = try TemporaryDirectory()
        let files = FileSystem(calls: FailingCalls(.error(ENOSPC), at: position))
        #expect(throws: FileError.self) { try files.append(lines: ["a"], to: directory.file("log")) }
    }
}
