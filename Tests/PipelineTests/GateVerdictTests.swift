import Pipeline
import Testing

@Suite struct GateVerdictTests {
    private static let numbers: ConditionOutcome.Numbers = {
        var numbers = ConditionOutcome.Numbers(metric: "mrr", value: 0.25)
        numbers.champion = 0.5
        numbers.difference = -0.25
        numbers.lowerBound = -0.375
        numbers.userCount = 400
        numbers.segments = [
            .init(name: "north", userCount: 250, value: 0.25, champion: 0.5, difference: -0.25, decides: true)
        ]
        return numbers
    }()

    private static let failed = GateVerdict.Condition(
        name: "not_worse", settings: ["metric": "mrr", "margin": 0.125],
        outcome: ConditionOutcome(.failed, "much worse", numbers: numbers, warnings: ["few users"]))
    private static let passed = GateVerdict.Condition(
        name: "minimum", settings: ["metric": "mrr", "value": 0.125], outcome: ConditionOutcome(.passed, "fine"))
    private static let idle = GateVerdict.Condition(
        name: "not_worse", settings: [:], outcome: ConditionOutcome(.notApplicable, "first run"))

    @Test func everyConditionMustBeMet() {
        func verdict(_ conditions: [GateVerdict.Condition]) -> GateVerdict {
            GateVerdict(run: "r", champion: "c", conditions: conditions)
        }
        #expect(verdict([Self.passed, Self.idle]).decision == .passed)
        #expect(verdict([Self.passed, Self.failed]).decision == .refused)
        #expect(verdict([Self.passed, Self.failed]).reasons == "not_worse: much worse")
        #expect(verdict([]).isFirstRun == false)
        #expect(GateVerdict(run: "r", champion: nil, conditions: []).isFirstRun)
    }

    /// What stands in the way of judging refuses, whatever the conditions find, and so does what is unclear on a first look.
    @Test func anObstacleRefuses() {
        let obstacle = GateVerdict.Obstacle(cause: "split_changed", text: "`seed` 5 → 6", remedy: "publish it by hand")
        let verdict = GateVerdict(run: "r", champion: "c", obstacle: obstacle, conditions: [Self.passed])
        #expect(verdict.decision == .refused && verdict.failures.isEmpty)
        #expect(verdict.reasons == "no fair judgement beside the champion c: `seed` 5 → 6")
        #expect(verdict.refusal == verdict.reasons + "; publish it by hand")
        let unclear = GateVerdict(run: "r", champion: nil, obstacle: obstacle, conditions: [Self.failed])
        #expect(!unclear.isFirstRun && unclear.reasons.hasSuffix("; not_worse: much worse"))
        #expect(verdict.forced(because: "launch day", at: 0).decision == .forced)
    }

    /// A word for publication changes nothing where nothing refuses it.
    @Test func onlyARefusalIsForced() {
        let refused = GateVerdict(run: "r", champion: "c", conditions: [Self.failed])
        let forced = refused.forced(because: "launch day", at: 1_000_000)
        #expect(forced.decision == .forced && forced.force?.reason == "launch day")
        let passed = GateVerdict(run: "r", champion: "c", conditions: [Self.passed])
        #expect(passed.forced(because: "launch day", at: 1_000_000) == passed)
    }

    @Test func readsBackWhatItWrote() throws {
        let obstacle = GateVerdict.Obstacle(cause: "split_changed", text: "the seed changed", remedy: "force it")
        let verdicts = [
            GateVerdict(run: "r", champion: nil, conditions: [Self.passed, Self.idle]),
            GateVerdict(run: "r", champion: "c", isSameModel: true, conditions: [Self.passed]),
            GateVerdict(run: "r", champion: "c", obstacle: obstacle, conditions: [Self.failed])
                .forced(because: "launch day", at: 1_700_000_000_000_000),
        ]
        for verdict in verdicts {
            let text = verdict.json.text(indented: true)
            #expect(try GateVerdict(#require(JSON(bytes: Array(text.utf8)))) == verdict)
        }
        #expect(verdicts[2].json["verdict"] == "forced" && verdicts[0].json["first_run"] == true)
        #expect(verdicts[2].json["conditions"]?.arrayValue?.first?["lower_bound"] == -0.375)
        #expect(GateVerdict(["schema": 2, "run": "r", "conditions": []]) == nil)
    }
}
