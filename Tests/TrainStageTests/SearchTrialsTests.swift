import Pipeline
import TestSupport
import Testing
import TrainStage

/// Which trials a search makes.
struct SearchTrialsTests {
    private func search(_ settings: String, seed: UInt64 = 7) throws -> CandidateSearch {
        let stage = try SettingsReader.read(
            #"{"candidates": [{"id": "s", "model": "stub", "x": 5}], "search": {"candidate": "s", "# + settings + "}}",
            catalog: ComponentCatalog(models: [.init(StubModel.self)]), TrainStage.init(from:))
        return try #require(stage.search(of: stage.candidates[0], seed: seed))
    }

    private func draws(_ range: String, count: Int = 1000) throws -> [Double] {
        let search = try search("\"trials\": \(count), \"parameters\": {\"x\": \(range)}")
        return search.trials.compactMap { $0.parameters[0].value.doubleValue }
    }

    // MARK: - Grids

    /// As nested loops in the order the settings are written: the last one changes fastest.
    @Test func aGridIsTriedInOrder() throws {
        let found = try search(
            #""method": "grid", "parameters": {"x": {"choice": [2, 1]}, "iterations": {"integer": [3, 5]}}"#)
        #expect(found.trials.map(\.number) == [1, 2, 3, 4, 5, 6])
        #expect(
            found.trials.map { $0.parameters.map(\.value) } == [[2, 3], [2, 4], [2, 5], [1, 3], [1, 4], [1, 5]])
        #expect(found.trials.map { $0.model.settings["x"] } == [2.0, 2.0, 2.0, 1.0, 1.0, 1.0])
        #expect(found.method == "grid" && found.parameters.map(\.name) == ["x", "iterations"])
    }

    /// A value listed twice, and one that is the same number in another spelling.
    @Test func equalSettingsAreTriedOnce() throws {
        let found = try search(#""method": "grid", "parameters": {"x": {"choice": [1, 2, 1, 1.0, 3]}}"#)
        #expect(found.trials.map(\.number) == [1, 2, 5] && found.duplicateCount == 2)
        #expect(found.schedule.totalIterations == 27)
    }

    @Test func nestedSettingsAreSetAndTheRestStays() throws {
        let found = try search(#""method": "grid", "parameters": {"early_stopping.patience": {"choice": [4]}}"#)
        #expect(found.trials[0].model.settings["early_stopping"] == ["patience": 4])
        #expect(found.trials[0].model.settings["x"] == 5.0)
    }

    // MARK: - Draws

    @Test func theSeedDecidesTheDraws() throws {
        let settings = #""trials": 30, "parameters": {"x": {"uniform": [0, 1]}}"#
        let values = try [7, 7, 8].map { try search(settings, seed: $0).trials.map { $0.parameters.map(\.value) } }
        #expect(values[0] == values[1] && values[0] != values[2])
    }

    @Test func moreTrialsLeaveTheEarlierOnesAlone() throws {
        let parameters = #""parameters": {"x": {"uniform": [0, 1]}, "iterations": {"integer": [1, 100]}}"#
        let few = try search("\"trials\": 5, \(parameters)").trials.map(\.parameters)
        let many = try search("\"trials\": 50, \(parameters)").trials.map(\.parameters)
        #expect(Array(many.prefix(5)) == few && many.count == 50)
    }

    /// The mean of 1,000 uniform draws from [2, 6] lies within four standard errors of 4, (6 − 2)/√12/√1000 = 0.0365 each,
    /// and a quarter of the draws in each quarter, ±0.055.
    @Test func uniformDrawsFillTheRange() throws {
        let values = try draws(#"{"uniform": [2, 6]}"#)
        #expect(values.allSatisfy { $0 >= 2 && $0 <= 6 })
        #expect(abs(values.reduce(0, +) / 1000 - 4) < 0.15)
        for quarter in 0..<4 {
            let share = Double(values.count { Int(($0 - 2).rounded(.down)) == quarter }) / 1000
            #expect(abs(share - 0.25) < 0.055)
        }
    }

    /// A third of the draws from [0.001, 1] in each power of ten, ±0.06.
    @Test func logUniformDrawsFillPowersOfTenAlike() throws {
        let values = try draws(#"{"log_uniform": [0.001, 1]}"#)
        #expect(values.allSatisfy { $0 >= 0.001 && $0 <= 1 })
        for limits in [(0.001, 0.01), (0.01, 0.1), (0.1, 1.1)] {
            let share = Double(values.count { $0 >= limits.0 && $0 < limits.1 }) / Double(values.count)
            #expect(abs(share - 1.0 / 3) < 0.06)
        }
        // Five digits are all that is drawn.
        #expect(values.allSatisfy { String($0).filter(\.isNumber).drop { $0 == "0" }.count <= 7 })
    }

    /// Both ends come up; of [1, 8] by factors, 1 as often as 2 and 3 together: log 2 / log 9 each.
    @Test func wholeNumbersIncludeBothEnds() throws {
        let stage = #""trials": 1000, "parameters": {"x": {"uniform": [0, 1]}, "iterations": "#
        func counts(_ range: String) throws -> [Int: Int] {
            try search("\(stage)\(range)}").trials.reduce(into: [:]) {
                $0[$1.parameters[1].value.integerValue ?? 0, default: 0] += 1
            }
        }
        let even = try counts(#"{"integer": [2, 5]}"#)
        #expect(even.keys.sorted() == [2, 3, 4, 5] && even.values.allSatisfy { abs($0 - 250) < 55 })
        let byFactors = try counts(#"{"log_integer": [1, 8]}"#)
        #expect(byFactors.keys.sorted() == Array(1...8))
        #expect(abs((byFactors[1] ?? 0) - 315) < 60)
        #expect(abs((byFactors[2] ?? 0) + (byFactors[3] ?? 0) - 315) < 60)
    }

    @Test func choicesAreEquallyLikely() throws {
        let search = try search(
            #""trials": 900, "parameters": {"x": {"uniform": [0, 1]}, "kind": {"choice": ["plain", "other"]}}"#)
        let share = Double(search.trials.count { $0.parameters[1].value == "other" }) / Double(search.trials.count)
        #expect(abs(share - 0.5) < 0.07)
    }

    @Test func aFewChoicesDrawnOftenRunOnce() throws {
        let search = try search(#""trials": 50, "parameters": {"kind": {"choice": ["plain", "other"]}}"#)
        #expect(search.trials.count == 2 && search.duplicateCount == 48)
    }
}
