import Pipeline
import Testing

@Suite struct SettingDifferenceTests {
    private func pipeline(factors: JSON, extra: [JSON] = []) -> JSON {
        [
            "name": "recommend", "$schema": "a", "seed": 7,
            "stages": [
                ["stage": "clean", "steps": .array([["step": "drop_missing", "columns": ["user"]]] + extra)],
                ["stage": "train", "candidates": [["id": "als-64", "factors": factors], ["id": "popular"]]],
            ],
        ]
    }

    @Test func placesAreAddressedAsOnTheCommandLine() {
        let found = SettingDifference.between([pipeline(factors: 64), pipeline(factors: 32)])
        #expect(found == [SettingDifference(path: "train.candidates.als-64.factors", values: [64, 32])])
    }

    @Test func aPlaceThatOneLacksIsNil() {
        let found = SettingDifference.between([
            pipeline(factors: 64), pipeline(factors: 64, extra: [["step": "deduplicate", "table": "events"]]),
        ])
        #expect(
            found == [
                SettingDifference(path: "clean.steps.1.step", values: [nil, "deduplicate"]),
                SettingDifference(path: "clean.steps.1.table", values: [nil, "events"]),
            ])
    }

    @Test func spellingsOfOneNumberAreTheSame() {
        #expect(SettingDifference.between([pipeline(factors: 64), pipeline(factors: 64.0)]).isEmpty)
    }

    @Test func listsOfPlainValuesAreOnePlace() {
        #expect(
            SettingDifference.between([["a": [1, 2]], ["a": [1, 3]]])
                == [SettingDifference(path: "a", values: [[1, 2], [1, 3]])])
    }

    @Test func ignoredPlacesAreLeftOut() {
        #expect(SettingDifference.between([["$schema": "a"], ["$schema": "b"]], ignoring: ["$schema"]).isEmpty)
    }
}
