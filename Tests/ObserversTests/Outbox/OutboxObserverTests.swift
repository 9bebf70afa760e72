import Catalog
import Foundation
import Observers
import Pipeline
import Synchronization
import TestSupport
import Testing

/// Runs with a server that is away, busy or there.
@Suite struct OutboxObserverTests {
    @Test func aRunWithoutItsServerEndsWellAndKeepsWhatItHasToTell() throws {
        let port = try LoopbackServer.freePort()
        let shop = try ObservedShop(#""tracking": { "kind": "mlflow", "uri": "http://127.0.0.1:\#(port)" }"#)
        let run = try shop.run()
        #expect(run.result.exitCode == .done && run.result.isPublished)
        #expect(try shop.outbox.names == ["\(run.result.record.id).tracking.json"])
    }

    /// It is asked once for a first answer, and for nothing more, however much lies in the outbox.
    @Test func aServerThatKeepsSilentIsAskedOnce() throws {
        let server = try LoopbackServer { _, _ in .keepSilent }
        let shop = try ObservedShop(
            #""tracking": { "kind": "mlflow", "uri": "\#(server.url)", "timeout_seconds": 600 }"#)
        let clock = TestClock.passingWithRequests(to: server)
        let effort = DeliveryEffort(attempts: 5, firstAnswerSeconds: 60, clock: clock.clock)
        let first = try shop.run(effort: effort)
        #expect(first.result.exitCode == .done && first.result.isPublished)
        #expect(server.requests.map(\.target) == [Self.firstCall])
        let second = try shop.run(seed: 2, effort: effort)
        #expect(server.requests.map(\.target) == [Self.firstCall, Self.firstCall])
        #expect(clock.pauses.isEmpty, "nothing waits for it")
        #expect(try shop.outbox.names == [first, second].map { "\($0.result.record.id).tracking.json" })
    }

    /// What a moved workspace still owes is owed with its files.
    @Test func aWorkspaceMayBeMovedBeforeItIsSent() throws {
        let shop = try ObservedShop(
            #""tracking": { "kind": "mlflow", "uri": "http://127.0.0.1:\#(try LoopbackServer.freePort())" }"#)
        let run = try shop.run()
        let message = try #require(
            JSON(bytes: Array(try shop.directory.text("work/outbox/\(run.result.record.id).tracking.json").utf8)))
        let files = (message["message"]?["artifacts"]?.arrayValue ?? []).compactMap { $0.arrayValue?[1].stringValue }
        #expect(files.contains("runs/\(run.result.record.id)/report.html") && files.count > 5)
        #expect(!files.contains { $0.hasPrefix("/") || $0.contains(shop.directory.path) })
        let server = try FakeMLflow(runIsKnown: false).serve()
        let report = try Data(contentsOf: URL(fileURLWithPath: "\(run.directory)/report.html"))
        let moved = Workspace(path: shop.directory.file("moved"), files: shop.files)
        try FileManager.default.moveItem(atPath: shop.workspace.path, toPath: moved.path)
        let tracker = try MLflowTracking.read(#"{"uri":"\#(server.url)"}"#)
        let outbox = Outbox(moved, catalog: Catalog.components, log: ObservedShop.log)
        #expect(try outbox.deliver(waiting: 0, effort: .onceAtLeisure) { _ in tracker }.map(\.obstacle) == [nil])
        let sent = server.requests.filter { $0.method == "PUT" }
        #expect(sent.count == files.count)
        #expect(sent.first { $0.target.hasSuffix("/report.html") }.map { Data($0.body) } == report)
    }

    private static let firstCall = "/api/2.0/mlflow/experiments/get-by-name?experiment_name=shop%2Frecommend"

    @Test func aStoppedProgramSendsNothingMore() throws {
        let server = try LoopbackServer { _, _ in .respond(200) }
        let shop = try ObservedShop(#""lineage": { "kind": "openlineage", "url": "\#(server.url)/api/v1/lineage" }"#)
        let run = try shop.run(
            effort: DeliveryEffort(attempts: 1, firstAnswerSeconds: nil, clock: TestClock().clock) {
                !server.requests.isEmpty
            })
        #expect(run.result.exitCode == .done)
        #expect(server.requests.count == 1, "the event of its start")
        #expect(try shop.outbox.names.count == 1)
    }

    @Test func theEndOfARunWaitsTwoSecondsForAFirstAnswer() {
        #expect(DeliveryEffort.brief().firstAnswerSeconds == 2)
        #expect(DeliveryEffort.patient.firstAnswerSeconds == nil)
    }

    @Test func theNextRunSendsWhatWasKept() throws {
        let isBusy = Mutex(true)
        let server = try LoopbackServer { _, _ in .respond(isBusy.withLock(\.self) ? 503 : 200) }
        let shop = try ObservedShop(#""lineage": { "kind": "openlineage", "url": "\#(server.url)/api/v1/lineage" }"#)
        let first = try shop.run()
        #expect(try shop.outbox.names.count == 1)
        let refused = server.requests.count
        isBusy.withLock { $0 = false }
        let second = try shop.run()
        #expect(try shop.outbox.names.isEmpty)
        let posted = server.requests.dropFirst(refused).map { request in
            JSON(bytes: request.body)?["eventType"]?.stringValue ?? ""
        }
        #expect(posted == ["START", "COMPLETE", "START", "COMPLETE"])
        #expect(first.result.record.id != second.result.record.id)
    }

    @Test func noSecretReachesTheDisk() throws {
        let port = try LoopbackServer.freePort()
        let secrets = try TemporaryDirectory()
        try secrets.write("hunter2-and-more\n", to: "token")
        let shop = try ObservedShop(
            """
            "tracking": { "kind": "mlflow", "uri": "http://127.0.0.1:\(port)",
              "token": { "secret_file": "\(secrets.file("token"))" } },
            "lineage": { "kind": "openlineage", "url": "http://127.0.0.1:\(port)/lineage",
              "token": { "secret_file": "\(secrets.file("token"))" } },
            "webhook": { "url": { "secret_file": "\(secrets.file("token"))" } }
            """)
        _ = try shop.run()
        let root = shop.workspace.path
        let names = try #require(FileManager.default.enumerator(atPath: root)).compactMap { $0 as? String }
        #expect(
            names.count { $0.hasPrefix("outbox/") && $0.hasSuffix(".json") } == 3, "two messages, and where they go")
        for name in names {
            let bytes = FileManager.default.contents(atPath: "\(root)/\(name)") ?? Data()
            #expect(bytes.range(of: Data("hunter2".utf8)) == nil, "\(name)")
        }
    }

    @Test func aConfigWithoutDestinationsHasNoOutbox() throws {
        let shop = try ObservedShop(#""threads": 1"#)
        _ = try shop.run()
        #expect(!FileManager.default.fileExists(atPath: shop.workspace.outbox))
    }

    @Test func whereAConfigTellsIsKeptAsItIsNow() throws {
        let shop = try ObservedShop(#""lineage": { "kind": "openlineage", "file": "events.jsonl" }"#)
        func kept() throws -> [String] {
            try SiteDestinations(keptIn: shop.workspace, config: "shop", catalog: Catalog.components).all.map {
                "\($0.slot) \($0.destination.address)"
            }
        }
        #expect(try kept().isEmpty, "no run has been told of")
        _ = try shop.run()
        #expect(try kept() == ["lineage \(shop.directory.file("events.jsonl"))"])
        try shop.state(#""threads": 1"#)
        _ = try shop.run(seed: 2)
        #expect(try kept().isEmpty)
    }
}
