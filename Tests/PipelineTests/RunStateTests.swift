import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

/// What has become of a run, by its record and by who holds the lock.
@Suite struct RunStateTests {
    private let directory: TemporaryDirectory
    private let workspace: Workspace

    init() throws {
        directory = try TemporaryDirectory()
        workspace = Workspace(path: directory.path, files: FileSystem())
    }

    private func write(_ id: String, status: String = "running", pipeline: String = "recommend") throws {
        var run = WrittenRun(id: id)
        run.status = status
        run.pipeline = pipeline
        run.ended = status == "running" ? nil : run.started
        try run.write(into: directory.path)
    }

    private func state(_ id: String) throws -> RunState {
        try StoredRun(directory: workspace.runDirectory(id)).state
    }

    private func lock(for run: String?, pipeline: String = "recommend") throws -> WorkspaceLock {
        let lock = try WorkspaceLock(workspace, config: "shop", pipeline: pipeline)
        if let run { try lock.hold(for: run) }
        return lock
    }

    @Test(arguments: [
        ("succeeded", RunState.succeeded), ("refused", .refused), ("failed", .failed), ("interrupted", .interrupted),
        ("flying", .unreadable),
    ])
    func aRunThatEndedIsWhatItsRecordSays(status: String, expected: RunState) throws {
        try write("r1", status: status)
        let held = try lock(for: "r1")
        #expect(try state("r1") == expected)
        withExtendedLifetime(held) {}
        #expect(try state("r1") == expected)
        #expect(expected.hasEnded == (expected != .unreadable))
    }

    @Test func aRunIsInProgressWhileItsLockIsHeldForIt() throws {
        try write("r1")
        #expect(try state("r1") == .killed, "nobody ever held a lock")
        do {
            let held = try lock(for: "r1")
            #expect(try state("r1") == .running)
            let stored = try StoredRun(directory: workspace.runDirectory("r1"))
            #expect(stored.recordWithState["status"] == "running")
            withExtendedLifetime(held) {}
        }
        #expect(try state("r1") == .killed, "what the file still says counts for nothing")
        let stored = try StoredRun(directory: workspace.runDirectory("r1"))
        #expect(stored.record["status"] == "running" && stored.recordWithState["status"] == "killed")
        #expect(stored.recordWithState["id"] == "r1")
    }

    /// A later run, a rollback or pruning hold the lock of the same config and pipeline; the number of a process says nothing.
    @Test func aLockThatIsHeldForAnotherDoesNotBringARunBack() throws {
        try write("r1")
        try write("r2")
        let held = try lock(for: nil)
        #expect(try state("r1") == .killed && state("r2") == .killed)
        try held.hold(for: "r2")
        #expect(try state("r1") == .killed && state("r2") == .running)
    }

    @Test func pipelinesOfAWorkspaceAreToldApart() throws {
        try write("r1")
        try write("r2", pipeline: "rate")
        let held = try lock(for: "r2", pipeline: "rate")
        #expect(try state("r1") == .killed && state("r2") == .running)
        withExtendedLifetime(held) {}
    }

    /// A run names itself in the lock before its directory can be seen, and its record comes after.
    @Test func aRunThatHasYetToWriteItsRecordIsInProgress() throws {
        let place = workspace.runDirectory("r1")
        try FileSystem().createDirectory(place)
        #expect(try RunState(withoutRecordIn: place) == .unreadable)
        let held = try lock(for: "r1")
        #expect(try RunState(withoutRecordIn: place) == .running)
        #expect(try RunState(withoutRecordIn: workspace.runDirectory("r2")) == .unreadable)
        #expect(try RunHistory(of: RunStore(workspace)).unreadable.isEmpty)
        withExtendedLifetime(held) {}
    }

    @Test func aLinkToARunIsTheRun() throws {
        try write("r1")
        let links = try TemporaryDirectory()
        try FileSystem().pointLink(links.file("mine"), to: workspace.runDirectory("r1"))
        try FileSystem().pointLink(links.file("all"), to: workspace.runs)
        do {
            let held = try lock(for: "r1")
            #expect(try StoredRun(directory: links.file("mine")).state == .running)
            #expect(try StoredRun(directory: links.file("all/r1")).state == .running)
            #expect(try RunState(withoutRecordIn: links.file("mine")) == .running)
            withExtendedLifetime(held) {}
        }
        #expect(try StoredRun(directory: links.file("mine")).state == .killed)
    }

    /// A workspace may keep its runs on another disk.
    @Test func runsMayLieBehindALink() throws {
        try write("r1")
        let disk = try TemporaryDirectory()
        try FileManager.default.moveItem(atPath: workspace.runs, toPath: disk.file("large"))
        try FileSystem().pointLink(workspace.runs, to: disk.file("large"))
        do {
            let held = try lock(for: "r1")
            #expect(try state("r1") == .running)
            withExtendedLifetime(held) {}
        }
        #expect(try state("r1") == .killed)
    }

    @Test func pathsOfAWorkspaceMoveWithIt() {
        let moved = Workspace(path: "/srv/b", files: FileSystem())
        #expect(workspace.relative("\(workspace.runs)/r1/run.json") == "runs/r1/run.json")
        #expect(moved.absolute("runs/r1/run.json") == "/srv/b/runs/r1/run.json")
        for elsewhere in ["/srv/other/report.html", "\(workspace.path)2/report.html"] {
            #expect(workspace.relative(elsewhere) == elsewhere && moved.absolute(elsewhere) == elsewhere)
        }
    }

    @Test func whoWaitsIsToldOfTheHolderAlone() throws {
        let held = try lock(for: "r1")
        #expect {
            _ = try lock(for: nil)
        } throws: { error in
            "\(error)".contains("(process \(getpid()) on ") && !"\(error)".contains("r1")
        }
        withExtendedLifetime(held) {}
    }

    /// Who prunes or publishes is done at once: a run that starts meanwhile waits, whatever it was told.
    @Test func aHolderThatIsNoRunIsWaitedFor() throws {
        var held: WorkspaceLock? = try lock(for: nil)
        var polls = 0
        let own = try WorkspaceLock(
            workspace, config: "shop", pipeline: "recommend",
            isCancelled: {
                polls += 1
                if polls == 4 { held = nil }
                return false
            })
        #expect(polls >= 4 && held == nil)
        withExtendedLifetime(own) {}
    }

    /// A run that has just taken the lock states itself a moment later.
    @Test func aHolderThatTurnsOutToBeARunIsNot() throws {
        let held = try lock(for: nil)
        var polls = 0
        #expect(throws: WorkspaceLockedError.self) {
            _ = try WorkspaceLock(
                workspace, config: "shop", pipeline: "recommend",
                isCancelled: {
                    polls += 1
                    if polls == 2 { try? held.hold(for: "r1") }
                    return false
                })
        }
        #expect(polls == 2)
        withExtendedLifetime(held) {}
    }
}
