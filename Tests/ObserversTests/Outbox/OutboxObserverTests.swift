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
        #expect(shop.outbox.names == ["\(run.result.record.id).tracking.json"])
    }

    @Test func theNextRunSendsWhatWasKept() throws {
        let isBusy = Mutex(true)
        let server = try LoopbackServer { _, _ in .respond(isBusy.withLock(\.self) ? 503 : 200) }
        let shop = try ObservedShop(#""lineage": { "kind": "openlineage", "url": "\#(server.url)/api/v1/lineage" }"#)
        let first = try shop.run()
        #expect(shop.outbox.names.count == 1)
        let refused = server.requests.count
        isBusy.withLock { $0 = false }
        let second = try shop.run()
        #expect(shop.outbox.names.isEmpty)
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
              "token": { "secret_file": "\(secrets.file("token"))" } }
            """)
        _ = try shop.run()
        let root = shop.workspace.path
        let names = try #require(FileManager.default.enumerator(atPath: root)).compactMap { $0 as? String }
        #expect(names.contains { $0.hasPrefix("outbox/") })
        for name in names {
            let bytes = FileManager.default.contents(atPath: "\(root)/\(name)") ?? Data()
            #expect(bytes.range(of: Data("hunter2".utf8)) == nil, "\(name)")
        }
    }

    @Test func aConfigWithoutDestinationsHasNoObserver() throws {
        let shop = try ObservedShop(#""threads": 1"#)
        _ = try shop.run()
        #expect(!FileManager.default.fileExists(atPath: shop.workspace.outbox))
    }
}
