import Foundation
import Pipeline

/// A run written down file by file, as a run of the program leaves it.
public struct WrittenRun {
    public var id: String
    public var pipeline = "recommend"
    public var status = "succeeded"
    public var started = "2026-03-01T04:00:00Z"
    public var ended: String? = "2026-03-01T04:00:30Z"
    public var error: String?
    public var seed = 7
    public var factors = 32
    public var testDigest = "d1"
    /// Candidates with the metrics `metrics.json` states; the first is selected. Empty for a run that did not evaluate.
    public var candidates: [(id: String, metrics: [(name: String, value: Double)])] = []
    /// `per-user-metrics.csv`, `test-users.csv` …, by name.
    public var files: [String: String] = [:]
    public var details: JSON?
    /// The metric candidates are chosen by.
    public var select = "ndcg@10"
    /// The files read: `table` and `sha256`.
    public var inputs: JSON = []
    /// What `run.json` says of the gate; nil for a run without one.
    public var verdict: JSON?
    /// The conditions of the gate.
    public var gate: JSON = []

    /// Those the run went through; with `--until` not all of the pipeline's.
    public var stages = ["load", "train", "evaluate"]

    public init(id: String) {
        self.id = id
    }

    /// Writes the run into a workspace.
    public func write(into workspace: String) throws {
        let directory = "\(workspace)/runs/\(id)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
        }
        try write(record.text(), "run.json")
        if !candidates.isEmpty { try write(metrics.text(), "metrics.json") }
        if let details { try write(details.text(), "details.json") }
        for (name, text) in files { try write(text, name) }
    }

    private var record: JSON {
        [
            "schema": 1, "id": .string(id), "status": .string(status),
            "exit_status": .integer(status == "succeeded" ? 0 : 65),
            "stages": .array(stages.map { ["stage": .string($0), "status": "ran", "seconds": 1, "steps": []] }),
            "environment": ["mercer": "0.1.0", "threads": 2],
            "pipeline": [
                "name": .string(pipeline), "seed": .integer(seed),
                "stages": [
                    ["stage": "load", "tables": ["events": ["dataset": "events"]]],
                    [
                        "stage": "train",
                        "candidates": .array(
                            candidates.map { ["id": .string($0.id), "model": "als", "factors": .integer(factors)] }),
                    ],
                    ["stage": "evaluate", "select": .string(select), "gate": gate],
                ],
            ],
            "config": ["name": "shop"], "inputs": inputs, "seed": .integer(seed), "as_of": nil,
            "started": .string(started), "ended": ended.map(JSON.string) ?? .null,
            "error": error.map(JSON.string) ?? .null, "gate": verdict ?? .null,
        ]
    }

    private var metrics: JSON {
        [
            "schema": 1, "selected": .string(candidates[0].id), "selected_on": "test",
            "test_digest": .string(testDigest),
            "candidates": .array(
                candidates.map { candidate in
                    [
                        "id": .string(candidate.id), "model": "als", "fit_seconds": 1.5,
                        "metrics": .object(
                            candidate.metrics.map { metric in
                                .init(
                                    metric.name, ["value": .double(metric.value), "low": nil, "high": nil, "count": 40])
                            }),
                    ]
                }),
        ]
    }
}

extension WrittenRun {
    /// Forty users u00 … u39. The values of each are a quarter for even users and none for odd ones, plus `gain`; recall
    /// is one half for all. Users below twenty are new, those that 4 divides live in the north, the others in the south.
    public static func forty(_ id: String, gain: Double, lists: [String: [String]] = [:]) -> WrittenRun {
        some(40, id, gain: gain, lists: lists)
    }

    /// The same of the first users alone.
    public static func some(
        _ count: Int, _ id: String, gain: Double, lists: [String: [String]] = [:]
    ) -> WrittenRun {
        var run = WrittenRun(id: id)
        let mean = 0.25 * Double((count + 1) / 2) / Double(count)
        run.candidates = [("als", [("ndcg@10", mean + gain), ("recall@20", 0.5), ("coverage@10", 0.3)])]
        let users = (0..<count).map { "u" + ($0 < 10 ? "0" : "") + String($0) }
        var values = "user,candidate,ndcg@10,recall@20\n"
        var facts = "user,training_items,test_items,tail_test_items,test_rows,users.region\n"
        for (index, user) in users.enumerated() {
            values += "\(user),als,\((index % 2 == 0 ? 0.25 : 0) + gain),0.5\n"
            facts += "\(user),\(index < 20 ? 3 : 12),1,\(index % 2),1,\(index % 4 == 0 ? "north" : "south")\n"
        }
        run.files = ["per-user-metrics.csv": values, "test-users.csv": facts]
        if !lists.isEmpty {
            let rows = lists.keys.sorted().flatMap { user in
                lists[user]!.enumerated().map { "\(user),als,\($0 + 1),\($1),\(1.0 / Double($0 + 1))" }
            }
            run.files["sample-lists.csv"] = (["user,candidate,rank,item,score"] + rows).joined(separator: "\n") + "\n"
            let items = Set(lists.values.flatMap(\.self)).sorted().map {
                "\($0),Item \"\"\($0)\"\",7,\($0 == "a" ? 1 : 0)"
            }
            run.files["sample-items.csv"] =
                (["item,name,training_users,head"] + items.map(quotedName)).joined(separator: "\n") + "\n"
        }
        return run
    }

    /// Quotes the name, which holds quotes itself.
    private static func quotedName(_ line: String) -> String {
        let parts = line.split(separator: ",", omittingEmptySubsequences: false)
        return "\(parts[0]),\"\(parts[1])\",\(parts[2]),\(parts[3])"
    }
}
