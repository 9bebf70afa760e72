import Pipeline
import TestSupport
import Testing

/// What tells that a file was replaced between being read and being digested.
@Suite struct InputSnapshotTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        for name in ["events", "suppressed"] {
            try name.write(toFile: directory.file(name), atomically: true, encoding: .utf8)
        }
    }

    private var paths: [String] { [directory.file("events"), directory.file("suppressed")] }

    private func digested() throws -> [InputFileState] {
        var digests = InputDigests(directory: directory.file("cache"))
        return try paths.map { try digests.state(ofFile: $0, table: "t") }
    }

    @Test func filesThatStayMatch() throws {
        #expect(try InputSnapshot(of: paths).matches(digested()))
    }

    @Test(arguments: ["events", "suppressed"])
    func aFileThatWasReplacedDoesNot(name: String) throws {
        let snapshot = try InputSnapshot(of: paths)
        try name.write(toFile: directory.file(name), atomically: true, encoding: .utf8)
        #expect(try !snapshot.matches(digested()))
    }

    @Test func norDoesAFileThatCameOrWent() throws {
        #expect(try !InputSnapshot(of: [paths[0]]).matches(digested()))
        #expect(try !InputSnapshot(of: paths + [paths[0]]).matches(digested()))
        #expect(try !InputSnapshot(of: paths.reversed()).matches(digested()))
    }

    @Test func onlyASizeThatWasNeverDigestedIsNew() throws {
        var digests = InputDigests(directory: directory.file("cache"))
        #expect(try digests.isNew(paths[0]))
        _ = try digests.state(ofFile: paths[0], table: "t")
        #expect(try !digests.isNew(paths[0]) && digests.isNew(paths[1]))
        try "EVENTS".write(toFile: directory.file("suppressed"), atomically: true, encoding: .utf8)
        #expect(try !digests.isNew(paths[1]), "as long as events")
    }
}
