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
        #expect(try shop.outbox.names.isEmpty, "all was sent")
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

        try checkPublishing([first, second], in: shop, server)
        try checkForcing(after: [first, second], in: shop, server)
        try checkUnknown(in: shop, server)
        try checkFailure(in: shop, server)
        try checkPruned(in: shop, server)
        try checkClient(first, server)
    }

    /// Puts a run's message into the outbox once more and sends it.
    private func resend(_ run: EndedRun, in shop: ObservedShop) throws {
        let tracking = try #require(run.pipeline.config.tracking)
        try shop.outbox.put(
            OutboxEntry(
                slot: .tracking, run: run.result.record.id, config: "shop", destination: tracking.kept,
                message: try tracking.message(of: run)))
        let outcomes = try shop.outbox.deliver(waiting: 0, effort: .onceAtLeisure)
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
        #expect(try FileSystem.names(in: bundle).count >= 7)
        let model = try self.model(of: logged, server)
        for name in try FileSystem.names(in: bundle) {
            let own = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(bundle)/\(name)")))
            #expect(try server.artifact(name, of: model) == own, "\(name)")
        }
        let report = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(run.directory)/report.html")))
        #expect(try server.artifact("report.html", of: logged) == report)
    }

    /// The one logged model of a run, which the run lists as what it made.
    private func model(of logged: JSON, _ server: RealMLflowServer) throws -> JSON {
        let id = logged["info"]?["run_id"] ?? .null
        let found = try server.post(
            "logged-models/search",
            [
                "experiment_ids": [logged["info"]?["experiment_id"] ?? .null],
                "filter": .string("source_run_id = '\(id.stringValue ?? "")'"),
            ])
        let models = try #require(found["models"]?.arrayValue)
        #expect(models.count == 1)
        let model = try #require(models.first)
        #expect(model["info"]?["status"] == "LOGGED_MODEL_READY")
        let outputs = logged["outputs"]?["model_outputs"]?.arrayValue ?? []
        #expect(outputs.map { $0["model_id"] } == [model["info"]?["model_id"]])
        let scores = (model["data"]?["metrics"]?.arrayValue ?? []).compactMap { $0["key"]?.stringValue }
        #expect(scores.sorted() == ["ndcg_at_2", "recall_at_2"])
        return model
    }

    private func checkVersions(_ runs: [EndedRun], in server: RealMLflowServer, champion: EndedRun) throws {
        let found = try server.get(
            "model-versions/search?filter=name%3D%27shop.recommend%27&order_by=version_number%20ASC")
        let versions = try #require(found["model_versions"]?.arrayValue)
        #expect(versions.map { pair("mercer.run", in: $0["tags"]) } == runs.map(\.result.record.id))
        #expect(versions.allSatisfy { $0["status"] == "READY" })
        #expect(versions.allSatisfy { $0["source"]?.stringValue?.hasPrefix("models:/m-") == true })
        try checkChampion(champion, server)
    }

    private func checkChampion(_ run: EndedRun, _ server: RealMLflowServer) throws {
        let aliased = try server.get("registered-models/alias?name=shop.recommend&alias=champion")
        #expect(pair("mercer.run", in: aliased["model_version"]?["tags"]) == run.result.record.id)
    }

    /// The alias goes where `publish` and `rollback` go, also where MLflow is told of it later.
    private func checkPublishing(_ runs: [EndedRun], in shop: ObservedShop, _ server: RealMLflowServer) throws {
        let publisher = Publisher(shop.workspace, config: "shop", pipeline: "recommend", reporter: Catalog.reporter)
        let telling = PublicationTelling(
            shop.workspace, catalog: Catalog.components, log: ObservedShop.log, effort: .onceAtLeisure)
        try publisher.rollBack(to: runs[0].result.record.id, reason: "too many tables")
        telling.tell(config: "shop", pipeline: "recommend")
        #expect(try shop.outbox.names.isEmpty)
        try checkVersions(runs, in: server, champion: runs[0])
        let version = try server.get("registered-models/alias?name=shop.recommend&alias=champion")["model_version"]
        #expect(pair("mercer.rollback_because", in: version?["tags"]) == "too many tables")

        // Nobody is reached; the first message is out of date when it is sent.
        let away = PublicationTelling(
            shop.workspace, catalog: Catalog.components, log: ObservedShop.log,
            effort: DeliveryEffort(attempts: 1, firstAnswerSeconds: nil) { true })
        for run in [runs[1], runs[0], runs[1]] {
            try publisher.publish(run.result.record.id, verdict: nil)
            away.tell(config: "shop", pipeline: "recommend")
        }
        #expect(try shop.outbox.names == runs.map { "\($0.result.record.id).tracking.publication.json" })
        try checkChampion(runs[0], server)
        let outcomes = try shop.outbox.deliver(waiting: 0, effort: .onceAtLeisure)
        #expect(outcomes.map(\.obstacle) == [nil, nil])
        try checkVersions(runs, in: server, champion: runs[1])
    }

    /// A run that its gate refused has a model and no version, until it is published all the same.
    private func checkForcing(
        after runs: [EndedRun], in shop: ObservedShop, _ server: RealMLflowServer
    ) throws {
        let refused = try shop.run(seed: 5, gate: #"[{"condition":"minimum","metric":"ndcg@2","value":2}]"#)
        #expect(refused.result.exitCode == .refused)
        #expect(tag("mercer.gate", of: try found(refused, server)) == "refused")
        try checkVersions(runs, in: server, champion: runs[1])
        _ = try ManualPublication(in: shop.workspace, reporter: Catalog.reporter).perform(
            refused.directory, becauseOf: "the fair is on"
        ) { _ in [] }
        PublicationTelling(
            shop.workspace, catalog: Catalog.components, log: ObservedShop.log, effort: .onceAtLeisure
        ).tell(config: "shop", pipeline: "recommend")
        try checkVersions(runs + [refused], in: server, champion: refused)
        let logged = try found(refused, server)
        #expect(tag("mercer.gate", of: logged) == "forced")
        #expect(tag("mercer.forced_because", of: logged) == "the fair is on")
        let version = try server.get("registered-models/alias?name=shop.recommend&alias=champion")["model_version"]
        #expect(pair("mercer.forced_because", in: version?["tags"]) == "the fair is on")
        let record = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(refused.directory)/run.json")))
        #expect(try server.artifact("run.json", of: logged) == record, "as the publication left it")
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
        let outcomes = try shop.outbox.deliver(waiting: 0, effort: .onceAtLeisure) { _ in moved.tracking }
        #expect(outcomes.map(\.obstacle) == [nil])
        let logged = try found(pruned, server)
        #expect(logged["info"]?["status"] == "FINISHED")
        #expect(logged["data"]?["metrics"]?.arrayValue?.isEmpty == false)
        #expect(logged["outputs"]?["model_outputs"] == nil)
    }

    /// What is published is not there, so nothing may be called the champion.
    private func checkUnknown(in shop: ObservedShop, _ server: RealMLflowServer) throws {
        let tracking = #""tracking": { "kind": "mlflow", "uri": "\#(server.url)" }"#
        try shop.state(#""threads": 1"#)
        #expect(try shop.run(seed: 7).result.isPublished)
        try shop.state(tracking)
        let config = try DocumentReader(catalog: Catalog.components, stages: Catalog.stages).config(
            shop.directory.file("config.json"))
        try SiteDestinations(config).keep(in: shop.workspace)
        PublicationTelling(
            shop.workspace, catalog: Catalog.components, log: ObservedShop.log, effort: .onceAtLeisure
        ).tell(config: "shop", pipeline: "recommend")
        #expect(try shop.outbox.names.isEmpty)
        #expect(throws: HTTPError.self) {
            _ = try server.get("registered-models/alias?name=shop.recommend&alias=champion")
        }
    }

    /// MLflow's own client lists the model and reads its `MLmodel`, from the model's address as from the run's.
    private func checkClient(_ run: EndedRun, _ server: RealMLflowServer) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: RealMLflowServer.python)
        process.arguments = ["-c", Self.client, server.url, run.result.record.id]
        process.standardOutput = output
        try process.run()
        let printed = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        let seen = try #require(JSON(bytes: printed), "\(String(decoding: printed, as: UTF8.self))")
        #expect(seen["listed"] == ["bundle READY"])
        #expect(seen["scores"] == ["ndcg_at_2", "recall_at_2"])
        let selected = run.result.evaluation?.selected
        for flavor in [seen["of_model"], seen["of_run"], seen["of_version"]] {
            #expect(flavor?["tensors"] == "model.safetensors")
            #expect(flavor?["exclude_seen"] == true)
            #expect(flavor?["model"] == (selected == "sgd" ? "sgd" : "popularity"))
        }
        let names = try FileSystem.names(in: try #require(run.result.bundle)).map { JSON.string("bundle/\($0)") }
        #expect(seen["files"] == .array(names))
    }

    private static let client = """
        import json, sys, mlflow
        from mlflow.models import Model
        mlflow.set_tracking_uri(sys.argv[1])
        client = mlflow.MlflowClient()
        run = mlflow.search_runs(
            search_all_experiments=True, filter_string=f"tags.`mercer.run` = '{sys.argv[2]}'", output_format="list")[0]
        models = mlflow.search_logged_models(
            experiment_ids=[run.info.experiment_id], filter_string=f"source_run_id = '{run.info.run_id}'",
            output_format="list")
        version = client.search_model_versions(f"run_id = '{run.info.run_id}'")[0]
        print(json.dumps({
            "listed": [f"{model.name} {model.status.value}" for model in models],
            "scores": sorted(metric.key for metric in models[0].metrics),
            "of_model": Model.load(f"models:/{models[0].model_id}").flavors["mercer"],
            "of_run": Model.load(f"runs:/{run.info.run_id}/bundle").flavors["mercer"],
            "of_version": Model.load(f"models:/{version.name}/{version.version}").flavors["mercer"],
            "files": sorted(file.path for file in client.list_artifacts(run.info.run_id, "bundle")),
        }))
        """
}
