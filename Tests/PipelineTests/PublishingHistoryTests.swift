import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

/// Who was published when, and who came before whom.
@Suite struct PublishingHistoryTests {
    private let directory: TemporaryDirectory
    private let workspace: Workspace
    private let publisher: Publisher

    init() throws {
        directory = try TemporaryDirectory()
        workspace = Workspace(path: directory.path, files: FileSystem())
        publisher = Publisher(workspace, config: "shop", pipeline: "recommend")
        try FileManager.default.createDirectory(
            atPath: directory.file("models/shop/recommend"), withIntermediateDirectories: true)
    }

    private var history: PublishingHistory {
        get throws { try PublishingHistory(of: workspace, config: "shop", pipeline: "recommend") }
    }

    @Test func everyPublicationLeavesALine() throws {
        #expect(try history.records.isEmpty && publisher.published == nil)
        try publisher.publish("a", verdict: nil)
        try publisher.publish("b", verdict: GateVerdict(run: "b", champion: "a", conditions: []))
        try publisher.rollBack(to: "a", reason: "slow answers")
        let records = try history.records
        #expect(records.map(\.action) == [.publish, .publish, .rollback])
        #expect(records.map(\.run) == ["a", "b", "a"] && records.map(\.previous) == [nil, "a", "b"])
        #expect(records.map(\.verdict) == [nil, .passed, nil])
        #expect(records.map(\.reason) == [nil, nil, "slow answers"])
        #expect(publisher.published == "a")
    }

    @Test func publishingTwiceIsPublishingOnce() throws {
        try publisher.publish("a", verdict: nil)
        try publisher.publish("a", verdict: nil)
        #expect(try history.records.count == 1)
    }

    /// Two rollbacks lead two steps back, and what is published after them has the run rolled back to before it.
    @Test func predecessorsAreWhatWasPublishedBefore() throws {
        for run in ["a", "b", "c"] { try publisher.publish(run, verdict: nil) }
        #expect(try history.predecessor(of: "c") == "b")
        try publisher.rollBack(to: "b", reason: nil)
        #expect(try history.predecessor(of: "b") == "a")
        try publisher.rollBack(to: "a", reason: nil)
        #expect(try history.predecessor(of: "a") == nil)
        try publisher.publish("d", verdict: nil)
        #expect(try history.predecessor(of: "d") == "a")
        #expect(try history.predecessor(of: "never") == nil)
    }

    /// Killed between the link and the line: whoever comes next writes the line.
    @Test func aMissingLineIsMended() throws {
        try publisher.publish("a", verdict: nil)
        try FileSystem().pointLink(workspace.current(config: "shop", pipeline: "recommend"), to: "b")
        try publisher.publish("c", verdict: nil)
        let records = try history.records
        #expect(records.map(\.run) == ["a", "b", "c"] && records.map(\.previous) == [nil, "a", "b"])
        #expect(records[1].action == .publish && records[1].reason?.contains("interrupted") == true)
        #expect(records[0].reason == nil && records[2].reason == nil)
        // A link to a run that was published before was moved back.
        try FileSystem().pointLink(workspace.current(config: "shop", pipeline: "recommend"), to: "a")
        #expect(try publisher.mendedHistory().records.last?.action == .rollback)
        #expect(try publisher.mendedHistory().records.count == 4)
    }

    @Test func aForcedPublicationKeepsItsReasonThroughAnInterruption() throws {
        let failed = GateVerdict.Condition(name: "minimum", settings: [:], outcome: .init(.failed, "too low"))
        let verdict = GateVerdict(run: "b", champion: nil, conditions: [failed]).forced(because: "launch day", at: 0)
        let run = directory.file("runs/b")
        try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
        try Data(verdict.json.text().utf8).write(to: URL(fileURLWithPath: "\(run)/gate.json"))
        try FileSystem().pointLink(workspace.current(config: "shop", pipeline: "recommend"), to: "b")
        let record = try publisher.mendedHistory().records.last
        #expect(record?.action == .forcedPublish && record?.reason == "launch day" && record?.verdict == .forced)
    }

    @Test func aLineThatIsNoRecordIsAnError() throws {
        try publisher.publish("a", verdict: nil)
        let path = directory.file("models/shop/recommend/history.jsonl")
        try Data("{\"schema\":1,\"run\":\"a\"}\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: InputError.self) { try history }
    }
}
