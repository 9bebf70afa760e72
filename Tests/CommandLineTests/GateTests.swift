import Foundation
import Pipeline
import Testing

/// `evaluate.gate` with the real program: who is published, and what is said of it.
@Suite struct GateTests {
    private static func gate(_ conditions: String) -> [String] { ["--set", "evaluate.gate=[\(conditions)]"] }

    private let notWorse = gate(#"{"condition":"not_worse","metric":"ndcg@10","margin":0.3}"#)
    /// No model is better by that much.
    private let unreachable = gate(#"{"condition":"minimum_change","metric":"ndcg@10","absolute":0.9}"#)
    private let tooHigh = gate(#"{"condition":"minimum","metric":"ndcg@10","value":0.99}"#)
    private let changed = ["--set", "train.candidates.als.regularization=0.2"]

    private func verdict(_ ending: Mercer.Ending, of shop: TinyShop, workspace: String = "work") throws -> JSON {
        try shop.workdir.json("\(workspace)/runs/\(ending.json["run"]?.stringValue ?? "")/gate.json")
    }

    private func condition(_ ending: Mercer.Ending, of shop: TinyShop) throws -> JSON {
        let conditions = try verdict(ending, of: shop)["conditions"]?.arrayValue ?? []
        #expect(conditions.count == 1)
        return conditions.first ?? .null
    }

    private func published(_ shop: TinyShop, workspace: String = "work") throws -> String {
        try FileManager.default.destinationOfSymbolicLink(
            atPath: shop.workdir.path("\(workspace)/models/tiny/tiny/current"))
    }

    private func history(_ shop: TinyShop) throws -> [JSON] {
        try String(contentsOfFile: shop.workdir.path("work/models/tiny/tiny/history.jsonl"), encoding: .utf8)
            .split(separator: "\n").compactMap { JSON(bytes: Array($0.utf8)) }
    }

    // MARK: - Verdicts

    @Test func firstRunRepeatedRunAndChallenger() throws {
        let shop = try TinyShop()
        let first = try shop.run(notWorse + ["--as-of", "2025-06-20"])
        #expect(first.code == 0, "\(first.errors)")
        #expect(try verdict(first, of: shop)["first_run"] == true)
        #expect(try condition(first, of: shop)["status"] == "not_applicable")
        // The same model again: nothing is scored, the end is the same.
        let again = try shop.run(notWorse + ["--as-of", "2025-06-20"])
        #expect(try again.code == 0 && published(shop) == again.json["run"]?.stringValue)
        #expect(try verdict(again, of: shop)["same_model"] == true)
        #expect(try verdict(again, of: shop)["champion"] == first.json["run"])
        #expect(try shop.statuses(of: again)["evaluate"] == "cached")
        let next = try shop.run(notWorse + changed + ["--as-of", "2025-06-21"])
        #expect(next.code == 0, "\(next.errors)")
        let judged = try condition(next, of: shop)
        let value = try #require(judged["value"]?.doubleValue)
        let champion = try #require(judged["champion"]?.doubleValue)
        let bound = try #require(judged["lower_bound"]?.doubleValue)
        #expect(judged["difference"]?.doubleValue == value - champion)
        #expect(bound < value - champion && bound > -0.3)
        #expect(value == next.json["metrics"]?["ndcg@10"]?["value"]?.doubleValue)
        #expect(try verdict(next, of: shop)["champion"] == again.json["run"])
    }

    /// On the same data the champion scores what its own run says it scored.
    @Test func theChampionScoresAsItsOwnRunSaid() throws {
        let shop = try TinyShop()
        let first = try shop.run(notWorse + ["--as-of", "2025-06-20"])
        let second = try shop.run(notWorse + changed + ["--as-of", "2025-06-20"])
        #expect(second.code == 0, "\(second.errors)")
        #expect(
            try condition(second, of: shop)["champion"]?.doubleValue
                == first.json["metrics"]?["ndcg@10"]?["value"]?.doubleValue)
    }

    /// How far a training came that its time budget ended is no part of its key: it is nobody else's own model.
    @Test func aChampionThatItsTimeBudgetEndedIsComparedWith() throws {
        let shop = try TinyShop()
        let night = ["--as-of", "2025-06-20", "--set", "train.candidates.als.iterations=50"]
        // Popularity is stated to be worth nothing, so that the training that was cut short wins.
        let only = ["--set", "evaluate.select=coverage@10"]
        let timed = ["--set", "train.candidates.als.time_budget_seconds=1e-9"]
        let first = try shop.run(notWorse + night + only + timed)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.json["selected"] == "als")
        let second = try shop.run(unreachable + night + only)
        #expect(second.code == 2, "\(second.errors)")
        #expect(try verdict(second, of: shop)["same_model"] == false)
        let judged = try condition(second, of: shop)
        #expect(judged["status"] == "failed")
        #expect(
            judged["champion"]?.doubleValue == first.json["metrics"]?["ndcg@10"]?["value"]?.doubleValue)
        #expect(judged["champion"] != judged["value"])
    }

    /// An instant that lies behind the end of the data was seen by nobody: the next run without it is later than all rows.
    @Test func anInstantAfterTheEndOfTheDataBindsNoLaterRun() throws {
        let shop = try TinyShop()
        let first = try shop.run(notWorse + ["--as-of", "2035-01-01"])
        #expect(first.code == 0, "\(first.errors)")
        let second = try shop.run(notWorse + changed)
        #expect(second.code == 0, "\(second.errors)")
        #expect(try condition(second, of: shop)["champion"]?.doubleValue != nil)
    }

    @Test func aRefusedRunIsCompleteButNotPublished() throws {
        let shop = try TinyShop()
        let first = try shop.run(unreachable + ["--as-of", "2025-06-20"])
        let second = try shop.run(unreachable + changed + ["--as-of", "2025-06-21"])
        #expect(second.code == 2)
        #expect(second.json["status"] == "refused" && second.json["error"]?.stringValue?.contains("gate") == true)
        #expect(try published(shop) == first.json["run"]?.stringValue)
        let id = try #require(second.json["run"]?.stringValue)
        let record = try shop.workdir.json("work/runs/\(id)/run.json")
        #expect(record["status"] == "refused" && record["exit_status"] == 2 && record["error"] == .null)
        #expect(record["gate"]?["verdict"] == "refused")
        #expect(try verdict(second, of: shop)["verdict"] == "refused")
        #expect(try condition(second, of: shop)["status"] == "failed")
        let verified = try Mercer.run(["verify", second.json["bundle"]?.stringValue ?? ""])
        #expect(verified.code == 0, "\(verified.output)")
        let page = try String(contentsOfFile: shop.workdir.path("work/runs/\(id)/report.html"), encoding: .utf8)
        #expect(page.contains("The gate refused this run"))
        #expect(try history(shop).map { $0["run"] } == [first.json["run"]])
        // Refused again, whatever is stored by now.
        let again = try shop.run(unreachable + changed + ["--as-of", "2025-06-21"])
        #expect(again.code == 2)
        #expect(try shop.statuses(of: again)["evaluate"] == "cached")
    }

    /// What the gate asks is no part of any score's key, neither the candidates' nor the champion's.
    @Test func otherConditionsScoreNothingAnew() throws {
        let shop = try TinyShop()
        _ = try shop.run(notWorse + ["--as-of", "2025-06-20"])
        let night = changed + ["--as-of", "2025-06-21"]
        #expect(try shop.plan(notWorse + night)["evaluate/champion"]?.hasPrefix("run") == true)
        #expect(try shop.run(unreachable + night).code == 2)
        let plan = try shop.plan(notWorse + night)
        #expect(plan["evaluate"]?.hasPrefix("cached") == true)
        #expect(plan["evaluate/champion"]?.hasPrefix("cached") == true)
        let passed = try shop.run(notWorse + night)
        #expect(passed.code == 0)
        #expect(try shop.statuses(of: passed)["evaluate"] == "cached")
    }

    @Test func absoluteConditionsCountOnAFirstRun() throws {
        let shop = try TinyShop()
        let ending = try shop.run(tooHigh)
        #expect(ending.code == 2)
        #expect(!FileManager.default.fileExists(atPath: shop.workdir.path("work/models/tiny/tiny/current")))
        #expect(try verdict(ending, of: shop)["first_run"] == true)
    }

    @Test func sameVerdictAtAnyThreadCount() throws {
        let shop = try TinyShop()
        let verdicts = try ["1", "2"].map { threads in
            _ = try shop.run(notWorse + ["--as-of", "2025-06-20", "--threads", threads], workspace: "work\(threads)")
            let ending = try shop.run(
                notWorse + changed + ["--as-of", "2025-06-21", "--threads", threads], workspace: "work\(threads)")
            return try verdict(ending, of: shop, workspace: "work\(threads)")["conditions"]
        }
        #expect(verdicts[0] == verdicts[1])
    }

    @Test func nothingIsJudgedBeforeTheEnd() throws {
        let shop = try TinyShop()
        let ending = try shop.run(tooHigh + ["--until", "evaluate"])
        #expect(ending.code == 0)
        let path = "work/runs/\(ending.json["run"]?.stringValue ?? "")/gate.json"
        #expect(!FileManager.default.fileExists(atPath: shop.workdir.path(path)))
    }

    // MARK: - Leaks

    @Test(arguments: [
        (["--set", "seed=6", "--as-of", "2025-06-21"], "split_changed", "seed"),
        (["--set", "features.split.count=2", "--as-of", "2025-06-21"], "split_changed", "count"),
        (["--as-of", "2025-06-19"], "earlier_instant", "2025-06-19"),
    ])
    func refusesWhereNoFairComparisonIsPossible(change: [String], cause: String, named: String) throws {
        let shop = try TinyShop()
        let first = try shop.run(notWorse + ["--as-of", "2025-06-20"])
        let second = try shop.run(notWorse + change)
        #expect(second.code == 2)
        let obstacle = try verdict(second, of: shop)["obstacle"]
        #expect(obstacle?["cause"]?.stringValue == cause)
        #expect(obstacle?["text"]?.stringValue?.contains(named) == true)
        #expect(try published(shop) == first.json["run"]?.stringValue)
        let remedy = "mercer publish \(second.json["run"]?.stringValue ?? "") --workspace "
        #expect(obstacle?["remedy"]?.stringValue?.contains(remedy) == true)
        #expect(second.json["error"]?.stringValue?.contains(remedy) == true)
        // A gate of conditions on the challenger alone compares nothing, but asks for the same split and seed.
        let third = try shop.run(alone + change)
        #expect(third.code == (cause == "split_changed" ? 2 : 0), "\(third.errors)")
    }

    private let alone = gate(#"{"condition":"minimum","metric":"ndcg@10","value":0}"#)

    /// Without a condition on the champion, too: from what to what is named. New data and new cleaning are no reason.
    @Test func everyGateRefusesAnotherSplitOrSeed() throws {
        let shop = try TinyShop()
        let first = try shop.run(["--as-of", "2025-06-20"])
        #expect(try shop.run(alone + ["--as-of", "2025-06-20"]).code == 0, "the first after the gate was added")
        let seed = try shop.run(alone + ["--as-of", "2025-06-21", "--seed", "6"])
        #expect(seed.code == 2 && first.code == 0)
        #expect(try verdict(seed, of: shop)["obstacle"]?["text"]?.stringValue?.contains("`seed` 5 → 6") == true)
        #expect(try condition(seed, of: shop)["status"] == "passed")
        let validation = try shop.run(alone + ["--as-of", "2025-06-21", "--set", "features.split.validation=false"])
        #expect(try validation.code == 2 && verdict(validation, of: shop)["obstacle"]?["cause"] == "split_changed")
        let cleaned = try shop.run(alone + ["--as-of", "2025-06-21", "--set", "clean.steps.1.keep=last"])
        #expect(cleaned.code == 0, "\(cleaned.errors)")
    }

    /// With a fixed date the validation part grows back over what the champion was trained on: the refusal says what to use.
    @Test func aFixedDateIsRefusedWithAdvice() throws {
        let shop = try TinyShop()
        let dated = ["--set", #"features.split={"by":"temporal","date":"2025-06-10","validation":true}"#]
        #expect(try shop.run(notWorse + dated + ["--as-of", "2025-06-15"]).code == 0)
        let second = try shop.run(notWorse + dated + ["--as-of", "2025-06-18"])
        let obstacle = try verdict(second, of: shop)["obstacle"]
        #expect(second.code == 2 && obstacle?["cause"] == "held_out_rows_trained")
        #expect(obstacle?["remedy"]?.stringValue?.contains("last_days") == true)
    }

    @Test func refusesWhereRowsWereNotKept() throws {
        let shop = try TinyShop()
        _ = try shop.run(["--as-of", "2025-06-20"])
        let second = try shop.run(notWorse + ["--as-of", "2025-06-21"])
        #expect(try second.code == 2 && verdict(second, of: shop)["obstacle"]?["cause"] == "rows_not_kept")
    }

    /// Without their last events users are tested on rows the champion has learnt.
    @Test func refusesWhereTheChampionWasTrainedOnTodaysTest() throws {
        let shop = try TinyShop()
        _ = try shop.run(notWorse + ["--as-of", "2025-06-20"])
        let path = shop.workdir.path("shop/events.csv")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let kept = lines.enumerated().filter { number, line in
            number == 0 || (Int(line.split(separator: ",")[3]) ?? 0) < 1_750_000_000
        }
        try shop.workdir.write(kept.map { $0.1 + "\n" }.joined(), to: "shop/events.csv")
        let second = try shop.run(notWorse + ["--as-of", "2025-06-21"])
        #expect(try second.code == 2 && verdict(second, of: shop)["obstacle"]?["cause"] == "held_out_rows_trained")
    }

    @Test func refusesAnUnreadableChampion() throws {
        let shop = try TinyShop()
        let first = try shop.run(notWorse + ["--as-of", "2025-06-20"])
        let model = "work/runs/\(first.json["run"]?.stringValue ?? "")/evaluation-model/model.safetensors"
        try FileManager.default.removeItem(atPath: shop.workdir.path(model))
        let second = try shop.run(notWorse + ["--as-of", "2025-06-21"])
        #expect(try second.code == 2 && verdict(second, of: shop)["obstacle"]?["cause"] == "no_evaluation_model")
    }

    /// Where the split changed, training starts cold and the gate refuses: nothing of the test part reaches the challenger, and
    /// nothing of it flatters the champion.
    @Test func aChangedSplitStartsColdAndIsRefused() throws {
        let shop = try TinyShop()
        let warm = notWorse + ["--set", "train.candidates.als.warm_start=champion"]
        _ = try shop.run(warm + ["--as-of", "2025-06-20"])
        let second = try shop.run(warm + ["--as-of", "2025-06-21", "--set", "seed=6"])
        #expect(second.code == 2)
        let record = try shop.workdir.json("work/runs/\(second.json["run"]?.stringValue ?? "")/run.json")
        #expect(record["warm_start"]?.arrayValue?.first?["cause"] == "split_changed")
        #expect(try verdict(second, of: shop)["obstacle"]?["cause"] == "split_changed")
        let third = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(third.code == 0, "\(third.errors)")
    }

    // MARK: - Force

    @Test func aForcedPublicationIsRecordedForGood() throws {
        let shop = try TinyShop()
        _ = try shop.run(unreachable + ["--as-of", "2025-06-20"])
        let forced = try shop.run(
            unreachable + changed + ["--as-of", "2025-06-21", "--force-publish", "--reason", "launch day"])
        #expect(forced.code == 0 && forced.json["status"] == "succeeded")
        let id = try #require(forced.json["run"]?.stringValue)
        #expect(try published(shop) == id)
        #expect(try verdict(forced, of: shop)["verdict"] == "forced")
        #expect(try verdict(forced, of: shop)["forced"]?["reason"] == "launch day")
        #expect(try shop.workdir.json("work/runs/\(id)/run.json")["gate"]?["forced"]?["reason"] == "launch day")
        let line = try #require(history(shop).last)
        #expect(line["action"] == "forced_publish" && line["reason"] == "launch day" && line["verdict"] == "forced")
    }

    @Test func forcingNeedsAReason() throws {
        let shop = try TinyShop()
        #expect(try shop.run(["--force-publish"]).code == 64)
        #expect(try shop.run(["--force-publish", "--reason", "  "]).code == 64)
        #expect(try shop.run(["--reason", "launch day"]).code == 64)
    }

    @Test func publishingARefusedRunNeedsTheSame() throws {
        let shop = try TinyShop()
        _ = try shop.run(unreachable + ["--as-of", "2025-06-20"])
        let refused = try shop.run(unreachable + changed + ["--as-of", "2025-06-21"])
        let id = try #require(refused.json["run"]?.stringValue)
        func publish(_ arguments: [String]) throws -> Mercer.Ending {
            try Mercer.run(["publish", id, "--workspace", shop.workdir.path("work")] + arguments)
        }
        let plain = try publish([])
        #expect(plain.code == 2 && plain.errors.contains("--force-publish"))
        #expect(try published(shop) != id)
        #expect(try publish(["--force-publish"]).code == 64)
        #expect(try publish(["--force-publish", "--reason", "launch day"]).code == 0)
        #expect(try published(shop) == id)
        #expect(try verdict(refused, of: shop)["verdict"] == "forced")
        #expect(try shop.workdir.json("work/runs/\(id)/run.json")["gate"]?["verdict"] == "forced")
        #expect(try history(shop).last?["action"] == "forced_publish")
        let page = try String(contentsOfFile: shop.workdir.path("work/runs/\(id)/report.html"), encoding: .utf8)
        #expect(page.contains("Published by force") && page.contains("launch day"))
        #expect(!page.contains("it is not published"))
        // By now it is the champion; the run itself keeps how it ended.
        #expect(try shop.workdir.json("work/runs/\(id)/run.json")["status"] == "refused")
        let shown = try Mercer.run(["runs", "show", id, "--workspace", shop.workdir.path("work")])
        #expect(shown.output.contains("not met  minimum_change") && shown.output.contains("launch day"))
        let list = try Mercer.run(["runs", "list", "--workspace", shop.workdir.path("work"), "--output", "json"])
        let last = list.json["runs"]?.arrayValue?.last
        #expect(last?["gate"] == "forced" && last?["published"] == true)
        #expect(last?["forced"]?["reason"] == "launch day" && last?["forced"]?["at"]?.stringValue != nil)
        let index = shop.workdir.path("runs.html")
        _ = try Mercer.run(
            ["runs", "report", "--workspace", shop.workdir.path("work"), "--output", index])
        let text = try String(contentsOfFile: index, encoding: .utf8)
        #expect(text.contains("because: “launch day”"))
    }
}
