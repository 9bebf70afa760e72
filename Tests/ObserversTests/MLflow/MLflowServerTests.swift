import Catalog
import DurableFiles
import Foundation
import Observers
import Pipeline
import TestSupport
import Testing

/// Runs against a real MLflow server. It starts once, so what it is told is looked at in one test.
@Suite(.enabled(if: RealMLflowServer.isInstalled, "MLflow is not installed; `make test` installs it"))
struct MLflowServerTests {
    @Test func aRunIsLoggedRegisteredAndNeverTwice() throws {
        let server = try RealMLflowServer()
        let shop = try ObservedShop(#""tracking": { "kind": "mlflow", "uri": "\#(server.url)" }"#)
        let first = try shop.run()
        #expect(shop.outbox.names.isEmpty, "all was sent")
        try checkRun(first, in: shop, server)
        try checkArtifacts(first, server)
        try checkVersions([first], in: server, champion: first)

        try resend(first, in: shop)
        try checkRun(first, in: shop, server)
        try checkVersions([first], in: server, champion: first)

        let second = try shop.run(seed: 2)
        try checkVersions([first, second], in: server, champion: second)
        try resend(first, in: shop)
        try checkVersions([first, second], in: server, champion: second)

        try checkFailure(in: shop, server)
        try checkPruned(in: shop, server)
        try checkModelFile(first)
    }

    /// Puts a run's message into the outbox once more and sends it.
    private func resend(_ run: EndedRun, in shop: ObservedShop) throws {
        let tracking = try #require(run.pipeline.config.tracking)
        try shop.outbox.put(
            OutboxEntry(
                slot: .tracking, run: run.result.record.id, config: "shop", destination: tracking.kept,
                message: tracking.message(of: run)))
        let outcomes = try shop.outbox.deliver(waiting: 0, deadline: nil, attempts: 1)
        #expect(outcomes.map(\.obstacle) == [nil])
    }

    private func found(_ run: EndedRun, _ server: RealMLflowServer) throws -> JSON {
        let runs = try server.runs(of: "shop/recommend").filter { tag("mercer.run", of: $0) == run.result.record.id }
        #expect(runs.count == 1)
        return try #require(runs.first)
    }

    private func tag(_ name: String, of run: JSON) -> String? { pair(name, in: run["data"]?["tags"]) }

    private func pair(_ name: String, in list: JSON?) -> String? {
        list?.arrayValue?.first { $0["key"]?.stringValue == name }?["value"]?.stringValue
    }

    /// What the server says of a run is what the run's own files say.
    private func checkRun(_ run: EndedRun, in shop: ObservedShop, _ server: RealMLflowServer) throws {
        let logged = try found(run, server)
        #expect(logged["info"]?["status"] == "FINISHED")
        #expect(logged["info"]?["run_name"]?.stringValue == run.result.record.id)
        let parameters = logged["data"]?["params"]
        #expect(pair("train.candidates.sgd.factors", in: parameters) == "2")
        #expect(pair("features.split.by", in: parameters) == "leave_last_out")
        let metrics = try shop.json("metrics.json", of: run)
        #expect(tag("mercer.test_digest", of: logged) == metrics["test_digest"]?.stringValue)
        let digest = try FileDigest.sha256(ofFile: shop.directory.file("events.csv"))
        #expect(tag("mercer.input.0.events", of: logged) == "sha256:\(digest)")

        func value(_ key: String) -> Double? {
            logged["data"]?["metrics"]?.arrayValue?.first { $0["key"]?.stringValue == key }?["value"]?.doubleValue
        }
        let candidates = try #require(metrics["candidates"]?.arrayValue)
        for candidate in candidates {
            let id = try #require(candidate["id"]?.stringValue)
            for (name, key) in [("ndcg@2", "ndcg_at_2"), ("recall@2", "recall_at_2")] {
                let own = candidate["metrics"]?[name]?["value"]?.doubleValue
                #expect(own != nil && value("\(id)/\(key)") == own)
                if id == metrics["selected"]?.stringValue { #expect(value(key) == own) }
            }
        }
        try checkLosses(of: logged, run, in: shop, server)
    }

    private func checkLosses(
        of logged: JSON, _ run: EndedRun, in shop: ObservedShop, _ server: RealMLflowServer
    ) throws {
        let id = logged["info"]?["run_id"]?.stringValue ?? ""
        let history = try server.get("metrics/get-history?run_id=\(id)&metric_key=sgd%2Floss")
        let logged = history["metrics"]?.arrayValue ?? []
        let details = try shop.json("details.json", of: run)
        let trained = details["candidates"]?.arrayValue?.first { $0["id"] == "sgd" }?["training"]?["iterations"]
        let losses = (trained?.arrayValue ?? []).compactMap { $0["loss"]?.doubleValue }
        #expect(!losses.isEmpty)
        #expect(logged.compactMap { $0["value"]?.doubleValue } == losses)
    }

    private func checkArtifacts(_ run: EndedRun, _ server: RealMLflowServer) throws {
        let logged = try found(run, server)
        let bundle = try #require(run.result.bundle)
        #expect(FileSystem.names(in: bundle).count >= 7)
        for name in FileSystem.names(in: bundle) {
            let own = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(bundle)/\(name)")))
            #expect(try server.artifact("bundle/\(name)", of: logged) == own, "\(name)")
        }
        let report = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(run.directory)/report.html")))
        #expect(try server.artifact("report.html", of: logged) == report)
        #expect(tag("mlflow.log-model.history", of: logged)?.contains(#""artifact_path":"bundle""#) == true)
    }

    private func checkVersions(_ runs: [EndedRun], in server: RealMLflowServer, champion: EndedRun) throws {
        let found = try server.get(
            "model-versions/search?filter=name%3D%27shop.recommend%27&order_by=version_number%20ASC")
        let versions = try #require(found["model_versions"]?.arrayValue)
        #expect(versions.map { pair("mercer.run", in: $0["tags"]) } == runs.map(\.result.record.id))
        #expect(versions.allSatisfy { $0["status"] == "READY" })
        let aliased = try server.get("registered-models/alias?name=shop.recommend&alias=champion")
        #expect(pair("mercer.run", in: aliased["model_version"]?["tags"]) == champion.result.record.id)
    }

    private func checkFailure(in shop: ObservedShop, _ server: RealMLflowServer) throws {
        let events = try shop.directory.text("events.csv")
        try shop.directory.write("user,item\nu1,i1\n", to: "events.csv")
        let failed = try shop.run()
        try shop.directory.write(events, to: "events.csv")
        let logged = try found(failed, server)
        #expect(logged["info"]?["status"] == "FAILED")
        #expect(tag("mercer.error", of: logged) == failed.result.error)
    }

    /// A run whose files are gone when its message is sent still has its parameters, metrics and end.
    private func checkPruned(in shop: ObservedShop, _ server: RealMLflowServer) throws {
        try shop.state(
            #""tracking": { "kind": "mlflow", "uri": "http://127.0.0.1:\#(try LoopbackServer.freePort())" }"#)
        let pruned = try shop.run(seed: 3)
        try FileManager.default.removeItem(atPath: pruned.directory)
        try FileManager.default.removeItem(atPath: try #require(pruned.result.bundle))
        try shop.state(#""tracking": { "kind": "mlflow", "uri": "\#(server.url)" }"#)
        let moved = try DocumentReader(catalog: Catalog.components, stages: Catalog.stages).config(
            shop.directory.file("config.json"))
        let outcomes = try shop.outbox.deliver(waiting: 0, deadline: nil, attempts: 1) { _ in moved.tracking }
        #expect(outcomes.map(\.obstacle) == [nil])
        let logged = try found(pruned, server)
        #expect(logged["info"]?["status"] == "FINISHED")
        #expect(logged["data"]?["metrics"]?.arrayValue?.isEmpty == false)
        #expect(tag("mlflow.log-model.history", of: logged) == nil)
    }

    /// MLflow itself reads the bundle's `MLmodel`.
    private func checkModelFile(_ run: EndedRun) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: RealMLflowServer.python)
        process.arguments = [
            "-c",
            "import sys, json; from mlflow.models import Model; print(json.dumps(Model.load(sys.argv[1]).flavors))",
            try #require(run.result.bundle),
        ]
        process.standardOutput = output
        try process.run()
        let printed = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        let flavor = try #require(JSON(bytes: printed)?["mercer"])
        #expect(flavor["tensors"] == "model.safetensors")
        #expect(flavor["exclude_seen"] == true)
        let selected = run.result.evaluation?.selected
        #expect(flavor["model"] == (selected == "sgd" ? "sgd" : "popularity"))
    }
}
