import Foundation
import Pipeline

/// A stored run as text, from its files.
struct RunDescription {
    let run: StoredRun
    let store: RunStore

    private var record: JSON { run.record }
    private var directory: String { run.directory }

    var text: String {
        [facts, stages, metrics, gate].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var facts: String {
        let id = record["id"]?.stringValue ?? ""
        let pipeline = record["pipeline"]?["name"]?.stringValue ?? ""
        let config = record["config"]?["name"]?.stringValue ?? ""
        var table = TextTable(header: ["run", id])
        table.add(["pipeline", "\(pipeline) on \(config)"])
        table.add(["status", run.state.rawValue])
        if let error = record["error"]?.stringValue { table.add(["error", error]) }
        table.add(["started", record["started"]?.stringValue ?? ""])
        table.add(["as of", record["as_of"]?.stringValue ?? ""])
        if let memory = record["peak_memory_bytes"]?.integerValue {
            table.add(["peak memory", ByteCount(memory).description])
        }
        let places = [
            ("report", "\(directory)/\(ReportContent.file)"),
            ("bundle", store.workspace.bundle(config: config, pipeline: pipeline, run: id)),
        ]
        for (name, path) in places where FileManager.default.fileExists(atPath: path) { table.add([name, path]) }
        return table.text
    }

    private var gate: String {
        GateVerdict(in: directory).map { GateDescription(verdict: $0).text } ?? ""
    }

    private var stages: String {
        var table = TextTable(header: ["stage", "status", "seconds"], rightAligned: [2])
        for stage in record["stages"]?.arrayValue ?? [] {
            let seconds = stage["seconds"]?.doubleValue ?? 0
            table.add([
                stage["stage"]?.stringValue ?? "", stage["status"]?.stringValue ?? "",
                Numbers.fixed(seconds, places: 2),
            ])
        }
        return table.text
    }

    private var metrics: String {
        guard let metrics = try? store.file("metrics.json", in: directory),
            let candidates = metrics["candidates"]?.arrayValue, let first = candidates.first
        else { return "" }
        let names = (first["metrics"]?.members ?? []).map(\.name)
        var table = TextTable(header: ["", "candidate"] + names, rightAligned: Set(2..<(2 + names.count)))
        for candidate in candidates {
            let values = names.map { name in
                candidate["metrics"]?[name]?["value"]?.doubleValue.map { Numbers.fixed($0, places: 4) } ?? ""
            }
            let id = candidate["id"]?.stringValue ?? ""
            table.add([id == metrics["selected"]?.stringValue ? "→" : "", id] + values)
        }
        return table.text
    }
}
