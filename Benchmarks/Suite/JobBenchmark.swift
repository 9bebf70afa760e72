import Benchmarking
import Pipeline

/// The whole job on the real program, in an empty workspace: load, clean, split, train, evaluate, export.
struct JobBenchmark: Benchmark {
    let rows: [RowDescription] = Self.rows("whole-job", title: "events.csv to bundle, metrics and everyone's top 20")

    static func rows(_ name: String, title: String) -> [RowDescription] {
        [
            RowDescription(name: name, title: title, unit: "s"),
            RowDescription(name: "\(name)-memory", title: "the most memory \(name) held", unit: "MB"),
        ]
    }

    func measure(in bench: Bench) throws -> [String: Observation] {
        _ = try bench.data.events()
        bench.release()
        return try Self.observe(rows, try Self.run(data: bench.data.directory, in: bench))
    }

    func measurePeer(
        _ peers: PeerRunner, in bench: Bench
    ) throws -> (name: String, observations: [String: Observation])? {
        let workspace = try TemporaryFolder()
        // The folder goes with its last use, and a path is none.
        defer { withExtendedLifetime(workspace) {} }
        let (answer, process) = try peers.run(
            .init("pipeline.py", ["--output", workspace.path]), data: bench.data.directory, threads: bench.threads)
        return (
            answer.name,
            [
                rows[0].name: Observation(samples: [process.seconds], facts: answer.observation.facts),
                rows[1].name: Observation(samples: [Double(process.peakBytes) / 1e6]),
            ]
        )
    }

    /// Runs the reference job on the `events.csv` of a directory; the results go with the call.
    static func run(data: String, in bench: Bench) throws -> (process: ChildProcess, record: JSON) {
        let workspace = try TemporaryFolder()
        // The folder goes with its last use, and a path is none.
        defer { withExtendedLifetime(workspace) {} }
        let process = try ChildProcess(
            bench.mercer,
            [
                "run", "\(bench.folder)/reference-job.json", "--config", "\(bench.folder)/reference-site.json",
                "--workspace", workspace.path, "--threads", "\(bench.threads)", "--output", "json",
                "--progress", "never",
            ], environment: ["MERCER_BENCH": data])
        try process.requireSuccess("mercer run")
        let diagnostics = Diagnostics()
        let result = JSONParser.parse(Array(process.output.utf8), path: "mercer run", diagnostics: diagnostics)?.json
        guard let run = result?["run"]?.stringValue,
            let record = try DocumentLoader(environment: [:]).load(
                "\(workspace.path)/runs/\(run)/run.json", diagnostics: diagnostics)?.json
        else { throw BenchmarkError.unreadable(path: "mercer run", reason: "its output names no run") }
        return (process, ["result": result ?? .null, "record": record])
    }

    /// Seconds with those of each stage, and the memory.
    static func observe(
        _ rows: [RowDescription], _ run: (process: ChildProcess, record: JSON)
    ) throws -> [String: Observation] {
        var facts: [String: Double] = [:]
        for stage in run.record["record"]?["stages"]?.arrayValue ?? [] {
            if let name = stage["stage"]?.stringValue { facts[name] = stage["seconds"]?.doubleValue }
        }
        facts["ndcg@10"] = Self.metric("ndcg@10", of: run.record["result"])
        return [
            rows[0].name: Observation(samples: [run.process.seconds], facts: facts),
            rows[1].name: Observation(samples: [Double(run.process.peakBytes) / 1e6]),
        ]
    }

    private static func metric(_ name: String, of result: JSON?) -> Double? {
        let metric = result?["metrics"]?[name]
        return metric?.doubleValue ?? metric?["value"]?.doubleValue
    }
}
