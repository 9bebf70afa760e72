import DurableFiles
import Foundation
import Observers
import Pipeline
import TestSupport
import Testing

@Suite struct OutboxTests {
    private let directory: TemporaryDirectory
    private let workspace: Workspace
    private let outbox: Outbox

    init() throws {
        directory = try TemporaryDirectory()
        workspace = Workspace(path: directory.file("work"), files: FileSystem())
        outbox = Outbox(
            workspace, catalog: ComponentCatalog(trackers: [.init(FakeTracker.self)]), log: ObservedShop.log)
    }

    private func entry(_ run: String, to file: String = "told", message: String? = nil) -> OutboxEntry {
        OutboxEntry(
            slot: .tracking, run: run, config: "shop",
            destination: ["kind": "fake", "file": .string(directory.file(file))],
            message: .string(message ?? run))
    }

    private func deliver() throws -> [String] {
        try outbox.deliver(waiting: 0, effort: .onceAtLeisure).map {
            "\($0.name.prefix { $0 != "." }) \($0.obstacle ?? "sent")"
        }
    }

    private func told(_ file: String = "told") throws -> String { try directory.text(file) }

    @Test func sendsTheOldestFirstAndEachOnce() throws {
        for run in ["r2", "r1", "r3"] { try outbox.put(entry(run)) }
        #expect(try deliver() == ["r1 sent", "r2 sent", "r3 sent"])
        #expect(try told() == "\"r1\"\n\"r2\"\n\"r3\"\n")
        #expect(try outbox.names.isEmpty)
        #expect(try deliver().isEmpty)
    }

    @Test func keepsWhatIsOutOfReachAndAsksOnce() throws {
        try directory.write("", to: "far.away")
        for run in ["r1", "r3"] { try outbox.put(entry(run, to: "far")) }
        try outbox.put(entry("r2"))
        #expect(try deliver() == ["r1 away", "r2 sent", "r3 away"])
        #expect(try outbox.names == ["r1.tracking.json", "r3.tracking.json"])
        try FileManager.default.removeItem(atPath: directory.file("far.away"))
        #expect(try deliver() == ["r1 sent", "r3 sent"])
        #expect(try told("far") == "\"r1\"\n\"r3\"\n")
    }

    @Test func aRefusedMessageStandsInNobodysWay() throws {
        try outbox.put(entry("r1", message: "refuse me"))
        try outbox.put(entry("r2"))
        #expect(try deliver() == ["r1 refused", "r2 sent"])
        #expect(try outbox.names == ["r1.tracking.json"])
    }

    @Test func aDamagedMessageStaysAndIsTold() throws {
        try outbox.put(entry("r1"))
        try directory.write("{ half", to: "work/outbox/r0.tracking.json")
        let outcomes = try outbox.deliver(waiting: 0, effort: .onceAtLeisure)
        #expect(outcomes.map { $0.obstacle == nil } == [false, true])
        #expect(outcomes[0].obstacle?.contains("it is no JSON") == true)
        #expect(try outbox.names == ["r0.tracking.json"])
    }

    @Test func aDestinationThatIsNoMoreStays() throws {
        let gone = OutboxEntry(
            slot: .lineage, run: "r1", config: "shop", destination: ["kind": "gone"], message: "r1")
        try outbox.put(gone)
        let outcomes = try outbox.deliver(waiting: 0, effort: .onceAtLeisure)
        #expect(outcomes.first?.obstacle?.contains("unknown kind \"gone\"") == true)
        #expect(try outbox.names == ["r1.lineage.json"])
    }

    @Test func sendsToWhatReplacesADestination() throws {
        try outbox.put(entry("r1"))
        let moved = try FakeTracker.read(#"{"file":"\#(directory.file("moved"))"}"#)
        let outcomes = try outbox.deliver(waiting: 0, effort: .onceAtLeisure) { $0.config == "shop" ? moved : nil }
        #expect(outcomes.map(\.address) == [directory.file("moved")])
        #expect(try told("moved") == "\"r1\"\n")
    }

    @Test func aRunsPublicationIsToldAfterTheRun() throws {
        for run in ["r2", "r1"] {
            try outbox.put(
                OutboxEntry(
                    slot: .tracking, subject: .publication, run: run, config: "shop",
                    destination: ["kind": "fake", "file": .string(directory.file("told"))],
                    message: .string("\(run) published")))
            try outbox.put(entry(run))
        }
        #expect(try outbox.names.count == 4)
        _ = try deliver()
        #expect(try told() == "\"r1\"\n\"r1 published\"\n\"r2\"\n\"r2 published\"\n")
    }

    @Test func whatArrivedIsNotedUntilAllDid() throws {
        try outbox.put(entry("r1", message: "part, refuse"))
        #expect(try deliver() == ["r1 refused"])
        let kept = try #require(JSON(bytes: Array(try directory.text("work/outbox/r1.tracking.json").utf8)))
        #expect(kept["receipts"] == ["part": "1"])
        #expect(try deliver() == ["r1 refused"])
        #expect(try told() == "1\n", "a part that arrived is not sent again")
    }

    @Test func namesTheRunsWhoseFilesAreStillToBeSent() throws {
        #expect(try outbox.runsWithFilesToSend.isEmpty)
        for (run, slot, subject) in [
            ("r1", OutboxEntry.Slot.tracking, OutboxEntry.Subject.run), ("r2", .lineage, .run),
            ("r3", .tracking, .publication),
        ] {
            try outbox.put(
                OutboxEntry(slot: slot, subject: subject, run: run, config: "shop", destination: .null, message: .null))
        }
        try workspace.files.createDirectory("\(workspace.outbox)/destinations")
        try directory.write("{}", to: "work/outbox/destinations/shop.json")
        #expect(try outbox.runsWithFilesToSend == ["r1", "r3"], "lineage needs no files")
    }

    @Test func oneProcessSendsAtATime() throws {
        try outbox.put(entry("r1"))
        let lock = try WorkspaceLock(workspace, name: "outbox")
        #expect(throws: WorkspaceLockedError.self) {
            try outbox.deliver(waiting: 0, effort: .onceAtLeisure)
        }
        withExtendedLifetime(lock) {}
        #expect(try outbox.names == ["r1.tracking.json"])
    }

    /// Many at once: every message arrives, none twice.
    @Test func sendingAtOnceSendsOnce() async throws {
        for run in 10..<40 { try outbox.put(entry("r\(run)")) }
        let outbox = outbox
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask { try outbox.deliver(waiting: 60, effort: .onceAtLeisure).count }
            }
            return try await group.reduce(0, +)
        }
        #expect(count == 30)
        #expect(try told().split(separator: "\n").map(String.init) == (10..<40).map { "\"r\($0)\"" })
    }

    /// Whatever call fails, the message is in the outbox or was told; sending again tells what was not.
    @Test func losesNothingWhateverFails() throws {
        for position in 1...40 {
            let calls = FailingCalls(.error(EIO), at: position)
            let failing = Workspace(path: directory.file("w\(position)"), files: FileSystem(calls: calls))
            let catalog = ComponentCatalog(trackers: [.init(FakeTracker.self)])
            let isKept =
                (try? Outbox(failing, catalog: catalog, log: ObservedShop.log).put(entry("r1", to: "t\(position)")))
                != nil
            _ = try? Outbox(failing, catalog: catalog, log: ObservedShop.log).deliver(
                waiting: 0, effort: .onceAtLeisure)
            let whole = Outbox(
                Workspace(path: failing.path, files: FileSystem()), catalog: catalog, log: ObservedShop.log)
            _ = try whole.deliver(waiting: 0, effort: .onceAtLeisure)
            #expect(try whole.names.isEmpty)
            if isKept { #expect(try told("t\(position)").hasPrefix("\"r1\"\n"), "call \(position)") }
        }
    }
}
