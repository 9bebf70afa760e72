import Pipeline
import Tables
import Testing

@Suite struct CheckTests {
    private let schemas = [
        "events": TableSchema([
            .init(name: "user", type: .string), .init(name: "item", type: .float64),
            .init(name: "timestamp", type: .timestamp), .init(name: "event", type: .string),
        ])
    ]

    @Test func `all problems are found at once, with the nearest names`() {
        let settings: JSON = [
            "kind": "interactions", "table": "events", "user": "usr", "items": "evnts", "time": "timestanp",
            "weight": ["by": "item", "column": "event", "half_life_days": 3, "values": ["view": -1]],
        ]
        let problems = Stage(settings, split: ["by": "last_session", "session": "evnt"]).problems(schemas)
        #expect(
            problems == [
                "test: features.dataset.user: the table \"events\" has no column \"usr\"; did you mean \"user\"?",
                "test: features.dataset.item: the column \"item\" of the table \"events\" is float64, expected string or int64; "
                    + "state the type in the config's columns, or cast it in the clean stage",
                "test: features.dataset.weight.by: the column \"item\" of the table \"events\" is float64, expected string; "
                    + "state the type in the config's columns, or cast it in the clean stage",
                "test: features.dataset.weight.column: the column \"event\" of the table \"events\" is string, expected int64 or float64; "
                    + "state the type in the config's columns, or cast it in the clean stage",
                "test: features.dataset.time: the table \"events\" has no column \"timestanp\"; did you mean \"timestamp\"?",
                "test: features.dataset.weight.half_life_days: decay needs times, and the table \"events\" has no column "
                    + "\"timestanp\"; name the column of times with `time`",
                "test: features.split: the split \"last_session\" needs times, and the table has no time column; "
                    + "name it with the dataset's key `time`, or split by random",
                "test: features.split.session: unknown column \"evnt\"; did you mean \"event\"?",
                "test: features.dataset.items: unknown table \"evnts\"; did you mean \"events\"?",
                "test: features.dataset.weight.values.view: a weight is at least 0, found -1; leave the name out to drop its rows",
            ])
    }

    @Test func `the default time column may be absent`() {
        let settings: JSON = ["kind": "interactions", "table": "events", "item": "event"]
        #expect(Stage(settings, split: ["by": "leave_last_out"]).problems(schemas).isEmpty)
    }

    @Test func `settings that would have no effect are refused`() {
        let counted: JSON = [
            "kind": "interactions", "table": "events", "item": "event", "time": "timestamp", "aggregate": "count",
            "weight": ["cap": 2, "half_life_days": 3, "by": "event"],
        ]
        #expect(
            Stage(counted).problems(schemas) == [
                "test: features.dataset.weight: `by` needs `values`; state the weight of each value: {\"view\": 1, \"purchase\": 5}",
                "test: features.dataset.weight.cap: the aggregate \"count\" counts rows, so `cap` would have no effect; "
                    + "leave it out, or aggregate by sum",
                "test: features.dataset.weight.half_life_days: the aggregate \"count\" counts rows, so `half_life_days` would have no effect; "
                    + "leave it out, or aggregate by sum",
            ])
    }

    @Test func `unknown keys, kinds and splits are refused`() {
        let problems = Stage(
            ["kind": "interactions", "table": "events", "item": "event", "minimum": 2],
            split: ["by": "leave_last_one", "count": 1]
        ).problems(schemas)
        #expect(problems.count == 2)
        #expect(problems[0].contains("unknown key \"minimum\""))
        #expect(problems[1].contains("did you mean \"leave_last_out\"?"))
    }
}
