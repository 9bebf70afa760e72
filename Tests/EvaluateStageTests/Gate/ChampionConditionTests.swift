import EvaluateStage
import LinearAlgebra
import Pipeline
import Testing

/// Conditions on challenger and champion, with values of users written down.
@Suite struct ChampionConditionTests {
    // MARK: - minimum_change

    /// The challenger's 0.12 is 0.02 above the champion's 0.1: a fifth of it.
    @Test(arguments: [
        (#""absolute": 0.019"#, true), (#""absolute": 0.021"#, false), (#""relative": 0.19"#, true),
        (#""relative": 0.21"#, false), (#""absolute": null, "relative": 0.21"#, false),
    ])
    func minimumChange(change: String, isMet: Bool) throws {
        let rule = try rule(MinimumChange.self, #"{"metric": "mrr", \#(change)}"#)
        let outcome = try judge(rule, "mrr", challenger: [0.12], champion: [0.1])
        #expect(outcome.status == (isMet ? .passed : .failed))
        #expect(abs((outcome.numbers.difference ?? .nan) - 0.02) < 1e-12)
        #expect(outcome.numbers.value == 0.12 && outcome.numbers.champion == 0.1)
    }

    @Test func errorsAreBetterBelow() throws {
        let rule = try rule(MinimumChange.self, #"{"metric": "rmse", "absolute": 0.05}"#)
        let better = try judge(rule, "rmse", challenger: [0.9], champion: [1.0])
        #expect(better.status == .passed && abs((better.numbers.difference ?? .nan) - 0.1) < 1e-12)
        #expect(try judge(rule, "rmse", challenger: [1.0], champion: [0.9]).status == .failed)
    }

    // MARK: - not_worse

    /// Every user loses the same: each resample does, too, and so does the bound.
    @Test(arguments: [(0.05, 0.06, true), (0.05, 0.04, false), (-0.05, 0.001, true)])
    func theBoundOfAConstantDifference(loss: Double, margin: Double, isMet: Bool) throws {
        let champion = (0..<50).map { Double($0) / 50 + 1 }
        let rule = try rule(NotWorse.self, #"{"metric": "mrr", "margin": \#(margin)}"#)
        let outcome = try judge(rule, "mrr", challenger: champion.map { $0 - loss }, champion: champion)
        #expect(outcome.status == (isMet ? .passed : .failed))
        #expect(abs((outcome.numbers.lowerBound ?? .nan) + loss) < 1e-9)
        #expect(outcome.numbers.userCount == 50 && outcome.warnings.isEmpty)
    }

    /// A slow twin: 1,000 resamples drawn and averaged one by one, the 5th percentile between the 50th and 51st smallest.
    @Test func theBoundOfTheSlowTwin() throws {
        var random = RandomSource(seed: 5)
        let pairs = (0..<80).map { _ in (random.uniform(), random.uniform()) }
        let rule = try rule(NotWorse.self, #"{"metric": "mrr", "margin": 0.1}"#)
        let outcome = try judge(rule, "mrr", challenger: pairs.map(\.0), champion: pairs.map(\.1))
        let differences = (0..<1000).map { resample -> Double in
            var random = RandomSource(seed: 1).split(stream: UInt64(resample))
            let drawn = (0..<80).map { _ in pairs[random.integer(below: 80)] }
            return drawn.map(\.0).reduce(0, +) / 80 - drawn.map(\.1).reduce(0, +) / 80
        }.sorted()
        let expected = differences[49] + 0.95 * (differences[50] - differences[49])
        #expect(abs((outcome.numbers.lowerBound ?? .nan) - expected) < 1e-12)
    }

    /// Errors pooled over rows: √(Σ rows·e² / Σ rows), whose challenger is worse by 1 for every user.
    @Test func pooledErrorsAreBoundFromAbove() throws {
        let rows = (0..<40).map { 1 + $0 % 3 }
        let champion = rows.map { _ in 1.0 }
        let rule = try rule(NotWorse.self, #"{"metric": "rmse", "margin": 0.5}"#)
        let outcome = try judge(
            rule, "rmse", challenger: champion.map { $0 + 1 }, champion: champion, rows: rows, values: (2, 1))
        #expect(outcome.status == .failed)
        #expect(abs((outcome.numbers.lowerBound ?? .nan) + 1) < 1e-12)
        #expect(outcome.numbers.difference == -1)
    }

    /// Of two segments one has 40 users of one row with an error of 2 and one user of 120 rows with an error of 1: a root mean
    /// square of √((160 + 120) / 160).
    @Test func pooledErrorsWeighUsersByTheirRows() throws {
        let rule = try rule(Segments.self, #"{"column": "region", "metric": "rmse", "maximum_loss": 9}"#)
        let own = [Double](repeating: 2, count: 40) + [1, 3]
        let outcome = try judge(
            rule, "rmse", challenger: own, champion: own.map { _ in 1 },
            rows: [Int](repeating: 1, count: 40) + [120, 7],
            groups: ["region": [String?](repeating: "north", count: 41) + ["south"]])
        let segments = outcome.numbers.segments
        #expect(segments.map(\.name) == ["north", "1 group under 20 users"])
        #expect(abs(segments[0].value - 1.75.squareRoot()) < 1e-12 && segments[0].champion == 1)
        // Errors are better below: the challenger is worse.
        #expect(abs(segments[0].difference - (1 - 1.75.squareRoot())) < 1e-12)
        #expect(segments[1].value == 3 && segments[1].userCount == 1)
    }

    @Test func theBoundIsTheSameAtAnyThreadCount() throws {
        var random = RandomSource(seed: 9)
        let pairs = (0..<5000).map { _ in (random.uniform(), random.uniform()) }
        let rule = try rule(NotWorse.self, #"{"metric": "mrr", "margin": 0.1}"#)
        let outcomes = try [1, 2, 3].map {
            try judge(rule, "mrr", challenger: pairs.map(\.0), champion: pairs.map(\.1), threads: $0)
        }
        #expect(outcomes[1] == outcomes[0] && outcomes[2] == outcomes[0])
    }

    @Test func fewUsersAreSaidToBeFew() throws {
        let rule = try rule(NotWorse.self, #"{"metric": "mrr", "margin": 0.1}"#)
        let few = try judge(rule, "mrr", challenger: [1, 1], champion: [1, 1])
        #expect(few.status == .passed && few.warnings.count == 1)
        let none = try judge(rule, "mrr", challenger: [.nan], champion: [1])
        #expect(none.status == .failed && none.numbers.lowerBound == nil)
    }

    // MARK: - segments

    /// How a floor judges groups, each of so many users who all lose as much.
    private func segments(
        _ maximumLoss: Double, _ groups: [(size: Int, region: String?, loss: Double)]
    ) throws -> ConditionOutcome {
        let rule = try rule(
            Segments.self, #"{"column": "region", "metric": "mrr", "maximum_loss": \#(maximumLoss)}"#)
        return try judge(
            rule, "mrr",
            challenger: groups.flatMap { group in (0..<group.size).map { _ in 1 - group.loss } },
            champion: groups.flatMap { group in (0..<group.size).map { _ in 1 } },
            groups: ["region": groups.flatMap { group in (0..<group.size).map { _ in group.region } }])
    }

    @Test func noSegmentMayLoseMore() throws {
        let groups = [(200, "north", 0.05), (199, "south", 0.5)] as [(Int, String?, Double)]
        let failed = try segments(0.04, groups)
        #expect(failed.status == .failed && failed.text.contains("north −0.0500 over 200 users"))
        let passed = try segments(0.06, groups)
        #expect(passed.status == .passed)
        #expect(passed.warnings.count == 1 && passed.warnings[0].hasSuffix(": south −0.5000 over 199 users"))
        let found = passed.numbers.segments
        #expect(found.map(\.name) == ["north", "south"] && found.map(\.userCount) == [200, 199])
        #expect(found.map(\.decides) == [true, false])
        #expect(abs(found[0].difference + 0.05) < 1e-12 && abs(found[1].value - 0.5) < 1e-12)
        #expect(try segments(0.6, groups).warnings.isEmpty)
    }

    /// Nobody hides behind an empty field: those without a value are a group like others.
    @Test(arguments: [(200, false), (199, true)])
    func usersWithoutAValueAreAGroup(size: Int, isMet: Bool) throws {
        let outcome = try segments(0.1, [(200, "north", 0), (size, nil, 1)])
        #expect(outcome.status == (isMet ? .passed : .failed))
        #expect(outcome.numbers.segments.map(\.name) == ["north", "without a value"])
        let told = isMet ? outcome.warnings.joined() : outcome.text
        #expect(told.contains("without a value −1.0000 over \(size) users"))
    }

    /// 17 groups of 19 are 323 users: they are counted together and warned of, and nothing names them.
    @Test func smallGroupsAreCountedWithoutBeingNamed() throws {
        let strays = (0..<17).map { (19, "stray\($0)", 0.2669) } as [(Int, String?, Double)]
        let outcome = try segments(0.1, [(200, "north", 0)] + strays)
        #expect(outcome.status == .passed)
        #expect(outcome.warnings.count == 1)
        #expect(outcome.warnings[0].hasSuffix(": 17 groups under 20 users −0.2669 over 323 users"))
        #expect(!"\(outcome)".contains("stray"))
        // Together they are many, and still no group that decides.
        #expect(outcome.numbers.segments.map(\.decides) == [true, false])
    }

    @Test func aFloorThatDecidesNothingSaysSo() throws {
        let outcome = try segments(0.1, [(199, "north", 0), (199, "south", 0)])
        let warning = "no group of region has 200 test users: the condition decides nothing"
        #expect(outcome.status == .passed && outcome.warnings == [warning])
        #expect(outcome.text.contains(warning))
        #expect(try segments(0.1, [(200, "north", 0), (199, "south", 0)]).warnings.isEmpty)
    }

    @Test func aColumnWithoutGroupsIsNotMetAndSaysWhy() throws {
        func text(_ regions: [String?]) throws -> String {
            let outcome = try segments(1, regions.map { (1, $0, 0) })
            #expect(outcome.status == .failed)
            return outcome.text
        }
        #expect(try text([nil, nil]).hasSuffix("it has no value for any test user"))
        #expect(try text(["north", "north"]).hasSuffix("it has the same value for all test users"))
        #expect(try text(["north", "south"]).hasSuffix("it has no value that 20 test users share"))
        let rule = try rule(Segments.self, #"{"column": "region", "metric": "mrr", "maximum_loss": 1}"#)
        #expect(try judge(rule, "mrr", challenger: [1], champion: [1]).status == .failed)
    }

    /// What would be refused beside a champion is told on the run before there is one.
    @Test func aFloorIsLookedAtBeforeThereIsAChampion() throws {
        let condition = try SettingsReader.read(
            #"{"column": "region", "metric": "mrr", "maximum_loss": 1}"#,
            catalog: ComponentCatalog(metrics: allMetrics), Segments.init(from:))
        func outlook(_ sizes: [(String?, Int)]) -> GateOutlook {
            let values = sizes.flatMap { size in (0..<size.1).map { _ in size.0 } }
            return condition.outlook(
                on: ["region": UserGrouping(column: "region", values: values, most: 20) { $0 }])
        }
        let judging = outlook([("north", 200), ("south", 20)])
        #expect(judging.problem == nil && judging.warnings.isEmpty)
        #expect(outlook([("north", 100), (nil, 200)]).warnings.isEmpty)
        #expect(outlook([("north", 100), ("south", 100)]).warnings.count == 1)
        #expect(outlook([("north", 300)]).problem?.contains("the same value") == true)
        #expect(condition.outlook(on: [:]).problem != nil)
    }
}
