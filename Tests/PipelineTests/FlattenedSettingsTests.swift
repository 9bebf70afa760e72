import Pipeline
import Testing

@Suite struct FlattenedSettingsTests {
    @Test func keysAreTheAddressesThatSetTakes() {
        let pipeline: JSON = [
            "name": "recommend", "seed": 7,
            "stages": [
                ["stage": "load", "tables": ["events": ["dataset": "events"]]],
                [
                    "stage": "clean",
                    "steps": [["step": "drop_missing", "table": "events", "columns": ["user", "item"]]],
                ],
                [
                    "stage": "train",
                    "candidates": [
                        ["id": "als-64", "model": "als", "alpha": 0.5], ["id": "popular", "model": "popularity"],
                    ],
                ],
                ["stage": "export", "refit": true, "formats": [], "limit": nil],
            ],
        ]
        let leaves = FlattenedSettings.leaves(of: pipeline)
        let flat = leaves.filter { !$0.isName }.map { "\($0.address)=\($0.value.stringValue ?? $0.value.text())" }
        #expect(
            flat == [
                "name=recommend", "seed=7", "load.tables.events.dataset=events", "clean.steps.0.step=drop_missing",
                "clean.steps.0.table=events", #"clean.steps.0.columns=["user","item"]"#,
                "train.candidates.als-64.model=als", "train.candidates.als-64.alpha=0.5",
                "train.candidates.popular.model=popularity", "export.refit=true", "export.formats=[]",
                "export.limit=null",
            ])
        #expect(
            leaves.filter(\.isName).map(\.address) == [
                "load.stage", "clean.stage", "train.stage", "train.candidates.als-64.id", "train.candidates.popular.id",
                "export.stage",
            ])
    }
}
