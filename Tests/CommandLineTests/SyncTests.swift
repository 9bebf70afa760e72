import Foundation
import Pipeline
import Testing

/// What a run could not tell is told by `mercer sync`.
@Suite struct SyncTests {
    private let shop: TinyShop

    init() throws {
        shop = try TinyShop()
    }

    /// States where lineage goes to.
    private func state(_ lineage: String) throws {
        let text = try String(contentsOfFile: shop.workdir.path("config.json"), encoding: .utf8)
        try shop.workdir.write(
            text.replacingOccurrences(of: "\"name\":", with: "\"lineage\": \(lineage), \"name\":"), to: "stated.json")
    }

    private func run() throws -> Mercer.Ending {
        try Mercer.run([
            "run", shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("stated.json"), "--workspace",
            shop.workdir.path("work"), "--output", "json", "--until", "features",
        ])
    }

    private func sync(_ arguments: [String] = []) throws -> Mercer.Ending {
        try Mercer.run(["sync", "--workspace", shop.workdir.path("work")] + arguments)
    }

    @Test func sendsWhatTheRunCouldNot() throws {
        try state(#"{ "kind": "openlineage", "file": "folder/events.jsonl" }"#)
        // A file where the folder should be.
        try shop.workdir.write("", to: "folder")
        let run = try run()
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.errors.contains("not sent, kept for the next run or `mercer sync`"))
        let failed = try sync()
        #expect(failed.code == 69)
        #expect(failed.errors.contains("kept "))
        try FileManager.default.removeItem(atPath: shop.workdir.path("folder"))
        let sent = try sync()
        #expect(sent.code == 0, "\(sent.errors)")
        let id = try #require(run.json["run"]?.stringValue)
        #expect(sent.output == "sent \(id).lineage.json to \(shop.workdir.path("folder/events.jsonl"))\n")
        let lines = try String(contentsOfFile: shop.workdir.path("folder/events.jsonl"), encoding: .utf8)
        #expect(lines.split(separator: "\n").count == 2)
        let nothing = try sync(["--output", "json"])
        #expect(nothing.json == ["sent": [], "kept": []])
    }

    @Test func followsTheConfigToWhereItSendsNow() throws {
        try state(#"{ "kind": "openlineage", "url": "http://127.0.0.1:9/lineage" }"#)
        #expect(try run().code == 0)
        try state(#"{ "kind": "openlineage", "file": "events.jsonl" }"#)
        let kept = try sync(["--output", "json"])
        #expect(kept.code == 69)
        #expect(kept.json["kept"]?.arrayValue?.count == 1)
        #expect(try sync(["--config", shop.workdir.path("stated.json")]).code == 0)
        #expect(FileManager.default.fileExists(atPath: shop.workdir.path("events.jsonl")))
    }

    /// A rollback stands without the server, which is told of it later.
    @Test func keepsWhatMLflowIsToKnowOfARollback() throws {
        try shop.workdir.write(
            TinyShop.config.replacing(
                #""name": "tiny","#,
                with: #""name": "tiny", "tracking": { "kind": "mlflow", "uri": "http://127.0.0.1:9" },"#),
            to: "config.json")
        let runs = try ["2025-06-19", "2025-06-20"].map { day in
            try #require(try shop.run(["--as-of", day, "--set", "export.refit=false"]).json["run"]?.stringValue)
        }
        let ending = try Mercer.run([
            "rollback", shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("config.json"),
            "--workspace", shop.workdir.path("work"), "--reason", "slow answers",
        ])
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(ending.output.hasSuffix("current -> \(runs[0])\n"))
        let publication = "\(runs[0]).tracking.publication.json"
        #expect(ending.errors.contains("not sent, kept for the next run or `mercer sync`: \(publication)"))
        let kept = try shop.workdir.json("work/outbox/\(publication)")
        #expect(kept["message"]?["publication"]?["run"]?.stringValue == runs[0])
        let published = try Mercer.run(["publish", runs[1], "--workspace", shop.workdir.path("work")])
        #expect(published.code == 0, "\(published.errors)")
        #expect(published.errors.contains("\(runs[1]).tracking.publication.json"), "without a config")
    }

    /// What MLflow is still to be sent stays: `sync` would find half of it.
    @Test func whatIsNotSentYetIsNotPruned() throws {
        try shop.workdir.write(
            TinyShop.config.replacing(
                #""name": "tiny","#,
                with: #""name": "tiny", "tracking": { "kind": "mlflow", "uri": "http://127.0.0.1:9" },"#),
            to: "config.json")
        let runs = try (1...3).map { seed in
            try #require(try shop.run(["--seed", "\(seed)", "--until", "features"]).json["run"]?.stringValue)
        }
        func prune(_ flags: [String]) throws -> JSON {
            try Mercer.run(
                ["runs", "prune", "--output", "json", "--workspace", shop.workdir.path("work")] + flags
            ).json
        }
        func reasons(_ list: JSON?) -> [String?]? { list?.arrayValue?.map { $0["reason"]?.stringValue } }
        let kept = try prune(["--keep-last", "0", "--apply"])
        #expect(kept["removed"] == [])
        let unsent = "its files are not sent yet (see mercer sync)"
        #expect(reasons(kept["kept"]) == [unsent, unsent, "the newest that ended"])
        let bounded = try prune(["--keep-last", "0", "--max-size", "1", "--apply"])
        #expect(bounded["removed"]?.arrayValue?.compactMap { $0["run"]?.stringValue } == Array(runs[..<2]))
        #expect(reasons(bounded["removed"])?.allSatisfy { $0?.contains("although its files") == true } == true)
    }

    @Test func namesTheNearestKind() throws {
        try state(#"{ "kind": "openlinage" }"#)
        let ending = try Mercer.run(["validate", shop.workdir.path("stated.json")])
        #expect(ending.code == 78)
        #expect(ending.output.contains("did you mean \"openlineage\"?"))
    }
}
