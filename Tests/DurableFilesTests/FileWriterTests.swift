import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite struct FileWriterTests {
    private let files = FileSystem()

    /// The digests of the empty text and of "abc": FIPS 180-2, appendix B.1, and the well-known digest of nothing.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func statesSizeAndDigest(text: String, sha256: String) throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("file")
        let written = try files.write(text, to: path)
        #expect(written == WrittenFile(path: path, size: text.utf8.count, sha256: sha256))
        #expect(try FileDigest.sha256(ofFile: path) == sha256)
    }

    @Test func piecesOfAnySizeComeInOrder() throws {
        let directory = try TemporaryDirectory()
        let writer = try FileWriter(directory.file("file"), in: files)
        var expected: [UInt8] = []
        for (index, size) in [3, 1 << 20, 0, (1 << 20) - 1, 5, 3 << 20].enumerated() {
            let piece = [UInt8](repeating: UInt8(index), count: size)
            try writer.write(piece)
            expected += piece
        }
        try writer.finish()
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: directory.file("file")))) == expected)
    }

    @Test func nothingIsVisibleBeforeTheEnd() throws {
        let directory = try TemporaryDirectory()
        try files.write("old", to: directory.file("file"))
        do {
            let writer = try FileWriter(directory.file("file"), in: files)
            try writer.write("new")
            #expect(try String(contentsOfFile: directory.file("file"), encoding: .utf8) == "old")
        }
        #expect(try FileSystem.names(in: directory.path) == ["file"], "an abandoned writer leaves nothing")
        #expect(try String(contentsOfFile: directory.file("file"), encoding: .utf8) == "old")
    }

    @Test func aMissingDirectoryIsNamed() {
        #expect(throws: FileError(operation: "create", path: "/nowhere/file", code: ENOENT)) {
            _ = try FileWriter("/nowhere/file", in: files)
        }
    }
}
