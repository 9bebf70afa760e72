import Foundation
import Pipeline
import Testing

/// Searches of the real program on a tiny shop.
@Suite struct SearchTests {
    private static let grid =
        #"{"candidate": "als", "method": "grid", "parameters": {"regularization": {"choice": [0.001, 0.1, 10]}, "factors": {"choice": [4, 8]}}}"#
    private static let random =
        #"{"candidate": "als", "trials": 9, "metric": "recall@5", "parameters": {"regularization": {"log_uniform": [0.001, 10]}, "factors": {"integer": [2, 24]}, "cg_steps": {"integer": [2, 5]}}, "halving": {"minimum_iterations": 1, "factor": 3}}"#

    private func settings(_ search: String) -> [String] {
        ["--set", "train.search=\(search)", "--set", #"evaluate.metrics=["ndcg@10","recall@5"]"#]
    }

    private func record(of ending: Mercer.Ending, _ shop: TinyShop, workspace: String = "work") throws -> JSON {
        let id = ending.json["run"]?.stringValue ?? ""
        return try shop.workdir.json("\(workspace)/runs/\(id)/run.json")["searches"]?.arrayValue?.first ?? .null
    }

    private func metrics(of ending: Mercer.Ending, _ shop: TinyShop, workspace: String = "work") throws -> [JSON] {
        let id = ending.json["run"]?.stringValue ?? ""
        return try shop.workdir.json("\(workspace)/runs/\(id)/metrics.json")["candidates"]?.arrayValue ?? []
    }

    /// Each trial scores what a candidate listed with its settings scores on the validation part, and the searched candidate
    /// ships what the best of those ships.
    @Test func trialsAreCandidatesWithTheirSettings() throws {
        let shop = try TinyShop()
        let alone = ["--set", #"train.candidates=[{"id": "als", "model": "als", "factors": 16, "iterations": 5}]"#]
        let searched = try shop.run(alone + settings(Self.grid))
        #expect(searched.code == 0, "\(searched.errors)")
        let record = try record(of: searched, shop)
        let trials = record["trials"]?.arrayValue ?? []
        #expect(trials.map { $0["number"] } == [1, 2, 3, 4, 5, 6])
        let listed = trials.map { trial -> String in
            let settings = (trial["settings"]?.members ?? []).map { "\"\($0.name)\": \($0.value.text())" }
            return
                #"{"id": "t\#(trial["number"]?.integerValue ?? 0)", "model": "als", "iterations": 5, \#(settings.joined(separator: ", "))}"#
        }
        let each = try shop.run(
            ["--set", "train.candidates=[\(listed.joined(separator: ","))]"]
                + ["--set", #"evaluate.metrics=["ndcg@10","recall@5"]"#], workspace: "listed")
        #expect(each.code == 0, "\(each.errors)")
        let scores = try metrics(of: each, shop, workspace: "listed").map { $0["validation"]?["ndcg@10"]?["value"] }
        #expect(trials.map { $0["score"] } == scores)
        #expect(record["chosen"]?.integerValue.map { "t\($0)" } == each.json["selected"]?.stringValue)
        #expect(try shop.model(of: searched) == shop.model(of: each))
        let candidate = try metrics(of: searched, shop).first
        let best = trials.first { $0["number"] == record["chosen"] }
        #expect(candidate?["settings"]?["factors"] == best?["settings"]?["factors"])
        #expect(candidate?["settings"]?["regularization"] == best?["settings"]?["regularization"])
        let bytes = [UInt8](try shop.file("manifest.json", of: searched))
        let manifest = JSONParser.parse(bytes, path: "manifest.json", diagnostics: Diagnostics())?.json
        #expect(manifest?["settings"]?["factors"] == best?["settings"]?["factors"])
        let card = String(decoding: try shop.file("MODEL_CARD.md", of: searched), as: UTF8.self)
        #expect(card.contains("| `factors` | `\(best?["settings"]?["factors"]?.text() ?? "")` |"), "\(card)")
    }

    @Test func theThreadsConcernNothing() throws {
        let shop = try TinyShop()
        let endings = try [1, 2].map { threads in
            try shop.run(settings(Self.random) + ["--threads", "\(threads)"], workspace: "threads-\(threads)")
        }
        #expect(endings.allSatisfy { $0.code == 0 }, "\(endings[0].errors)")
        let records = try endings.enumerated().map { try record(of: $1, shop, workspace: "threads-\($0 + 1)") }
        #expect(Self.withoutSeconds(records[0]) == Self.withoutSeconds(records[1]))
        #expect(try shop.model(of: endings[0]) == shop.model(of: endings[1]))
        // 9 trials do one iteration, 3 go on to 3, one to 5.
        let reached = (records[0]["trials"]?.arrayValue ?? []).compactMap { $0["iterations"]?.integerValue }
        #expect(reached.sorted() == [1, 1, 1, 1, 1, 1, 3, 3, 5])
        #expect(records[0]["metric"] == "recall@5")
    }

    @Test func whatIsDoneIsNotDoneAgain() throws {
        let shop = try TinyShop()
        let plan = try shop.plan(settings(Self.random))
        #expect(
            plan["train/als"]
                == "run: no earlier run made it; searches 9 trials in 17 iterations at most: 9 to 1, 3 to 3, 1 to 5")
        let first = try shop.run(settings(Self.random))
        #expect(try shop.plan(settings(Self.random)).values.allSatisfy { !$0.hasPrefix("run") })
        let again = try shop.run(settings(Self.random))
        #expect(try record(of: again, shop) == record(of: first, shop), "a reused search is told of like one that ran")
        #expect(try shop.statuses(of: again)["train"] == "cached")
        let more = settings(Self.random.replacingOccurrences(of: "\"trials\": 9", with: "\"trials\": 10"))
        let step = try #require(try shop.plan(more)["train/als"])
        #expect(step.hasPrefix("run: `search.trials` 9 → 10; searches 10 trials"))
        #expect(step.hasSuffix("9 of them begun or done"))
        let added = try shop.run(more)
        #expect(added.code == 0, "\(added.errors)")
        let trials = try [first, added].map { try record(of: $0, shop)["trials"]?.arrayValue ?? [] }
        #expect(
            trials[1].count == 10
                && trials[0].map { $0["rungs"]?.arrayValue?.first }
                    == trials[1].prefix(9).map { $0["rungs"]?.arrayValue?.first }
        )
        // The refit is found by the settings that were found.
        let refit = "train/\(first.json["selected"]?.stringValue ?? "")/refit"
        let exported = try shop.plan(settings(Self.random) + ["--set", "export.formats.1.k=3"])
        #expect(exported[refit]?.hasPrefix("cached") == true, "\(exported)")
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func anInterruptedSearchKeepsItsTrials(signal: Int32) throws {
        let shop = try TinyShop()
        let long = [
            "--set", "train.candidates.als.iterations=60", "--set", "train.candidates.als.factors=128",
            "--set", "train.candidates.als.solver=cholesky", "--set", "train.candidates.als.objective=ials",
            "--set",
            #"train.search={"candidate": "als", "trials": 12, "parameters": {"unobserved_weight": {"log_uniform": [0.01, 1]}, "regularization": {"log_uniform": [0.001, 0.1]}}}"#,
        ]
        let undisturbed = try shop.run(long, workspace: "undisturbed")
        #expect(undisturbed.code == 0, "\(undisturbed.errors)")
        func storedTrials() -> Int { shop.cached().count { $0.hasPrefix("train-") } }
        let process = try shop.start(long)
        process.wait { storedTrials() >= 3 }
        process.signal(signal)
        _ = process.ending()
        let kept = storedTrials()
        #expect(kept >= 3)
        let plan = try shop.plan(long)
        #expect(plan["train/als"]?.hasSuffix("\(kept) of them begun or done") == true, "\(plan)")
        if signal == SIGTERM {
            let run = try #require(
                try FileManager.default.contentsOfDirectory(atPath: shop.workdir.path("work/runs")).first)
            let trials = try shop.workdir.json("work/runs/\(run)/run.json")["searches"]?.arrayValue?.first?["trials"]
            #expect(trials?.arrayValue?.count { $0["score"] != .null } == kept)
        }
        let next = try shop.run(long)
        #expect(next.code == 0, "\(next.errors)")
        #expect(try shop.model(of: next) == shop.model(of: undisturbed))
        let records = try [
            record(of: next, shop), record(of: undisturbed, shop, workspace: "undisturbed"),
        ].map(Self.withoutSeconds)
        #expect(records[0] == records[1])
    }

    @Test func mistakesStandAtTheirPlace() throws {
        let shop = try TinyShop()
        let text = TinyShop.pipeline.replacingOccurrences(
            of: #"{ "id": "popular", "model": "popularity" } ] },"#,
            with: """
                { "id": "popular", "model": "popularity" } ],
                    "search": { "candidate": "als", "parameters": {
                      "factors": { "choice": [8, 0] },
                      "regularisation": { "log_uniform": [0.01, 1] } } } },
                """)
        try shop.workdir.write(text, to: "broken.json")
        let ending = try Mercer.run(["validate", shop.workdir.path("broken.json")])
        #expect(ending.code == 78)
        #expect(ending.output.contains("broken.json:17:34: train.search.parameters.factors: expected from 1 to 4096"))
        #expect(
            ending.output.contains(
                "broken.json:18:7: train.search.parameters.regularisation: \"regularisation\" is no setting of the model als"
            ))
        #expect(ending.output.contains("did you mean \"regularization\"?"), "\(ending.output)")
    }

    private static func withoutSeconds(_ json: JSON) -> JSON {
        switch json {
        case .object(let members):
            .object(members.filter { $0.name != "seconds" }.map { .init($0.name, withoutSeconds($0.value)) })
        case .array(let elements): .array(elements.map(withoutSeconds))
        default: json
        }
    }
}
