import Pipeline

/// All runs of a workspace, newest last, and what is published of each config and pipeline.
struct RunList {
    private let rows: [RunRow]
    private let publications: [(series: Series, publication: Publication)]

    private struct Series: Hashable {
        let config: String
        let pipeline: String
    }

    /// - Throws: `FileError` where the workspace can't be read.
    init(of store: RunStore) throws {
        var known: [Series: Publication] = [:]
        var order: [Series] = []
        rows = try store.ids.map { id in
            let directory = store.workspace.runDirectory(id)
            let stored = try? StoredRun(directory: directory)
            let record = stored?.record
            let metrics = try? store.file("metrics.json", in: directory)
            var isPublished = false
            if let config = record?["config"]?["name"]?.stringValue,
                let pipeline = record?["pipeline"]?["name"]?.stringValue
            {
                let series = Series(config: config, pipeline: pipeline)
                let publication = known[series] ?? store.workspace.publication(config: config, pipeline: pipeline)
                if known.updateValue(publication, forKey: series) == nil { order.append(series) }
                isPublished = publication.served == id
            }
            return RunRow(
                id: id, record: record, verdict: stored?.verdict,
                state: try stored?.state ?? RunState(withoutRecordIn: directory),
                selected: metrics?["selected"]?.stringValue, isPublished: isPublished)
        }
        publications = order.compactMap { series in known[series].map { (series, $0) } }
    }

    var text: String {
        var table = TextTable(
            header: ["", "run", "status", "gate", "pipeline", "config", "selected", "seconds", ""], rightAligned: [7])
        for row in rows { table.add(row.cells) }
        let problems = publications.compactMap { entry in
            entry.publication.problem.map {
                "\(entry.series.pipeline) on \(entry.series.config): it is unclear what is published: \($0)\n"
            }
        }
        return table.text + problems.joined()
    }

    var json: JSON {
        let published = publications.map { entry -> JSON in
            let problem = entry.publication.problem
            return [
                "config": .string(entry.series.config), "pipeline": .string(entry.series.pipeline),
                "run": entry.publication.served.map(JSON.string) ?? .null,
                "problem": problem.map {
                    [
                        "kind": .string($0.kind.rawValue), "path": .string($0.path), "found": .string($0.found),
                        "remedy": .string($0.remedy),
                    ]
                } ?? .null,
            ]
        }
        return ["runs": .array(rows.map(\.json)), "publications": .array(published)]
    }
}

/// One run in the list.
private struct RunRow {
    let id: String
    /// Nil where it can't be read.
    let record: JSON?
    /// Nil without a gate.
    let verdict: RecordedVerdict?
    let state: RunState
    let selected: String?
    let isPublished: Bool

    private var seconds: Double? {
        record?["stages"]?.arrayValue?.reduce(0) { $0 + ($1["seconds"]?.doubleValue ?? 0) }
    }

    private var note: String {
        verdict?.force.map { "published by force at \(Instant.text(microseconds: $0.at)), because: \($0.reason)" } ?? ""
    }

    var cells: [String] {
        [
            isPublished ? "*" : "", id, state.rawValue,
            verdict?.decision.rawValue ?? "", record?["pipeline"]?["name"]?.stringValue ?? "",
            record?["config"]?["name"]?.stringValue ?? "",
            selected ?? "", seconds.map { Numbers.fixed($0, places: 1) } ?? "", note,
        ]
    }

    var json: JSON {
        [
            "run": .string(id), "status": .string(state.rawValue), "pipeline": record?["pipeline"]?["name"] ?? .null,
            "config": record?["config"]?["name"] ?? .null, "selected": selected.map(JSON.string) ?? .null,
            "published": .bool(isPublished), "gate": verdict.map { .string($0.decision.rawValue) } ?? .null,
            "forced": verdict?.force?.json ?? .null,
            "started": record?["started"] ?? .null,
        ]
    }
}
