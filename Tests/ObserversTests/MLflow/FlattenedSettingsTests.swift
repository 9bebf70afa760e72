import Observers
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
        let flat = FlattenedSettings.list(pipeline).map { "\($0.key)=\($0.value)" }
        #expect(
            flat == [
                "name=recommend", "seed=7", "load.tables.events.dataset=events", "clean.steps.0.step=drop_missing",
                "clean.steps.0.table=events", #"clean.steps.0.columns=["user","item"]"#,
                "train.candidates.als-64.model=als", "train.candidates.als-64.alpha=0.5",
                "train.candidates.popular.model=popularity", "export.refit=true", "export.formats=[]",
            ])
    }
}
