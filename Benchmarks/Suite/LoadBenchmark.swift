import Benchmarking

/// Seconds from `events.csv` to typed columns with dictionary-encoded ids, by the load stage.
struct LoadBenchmark: Benchmark {
    let rows = [
        RowDescription(name: "load-csv", title: "events.csv into typed columns, ids dictionary-encoded", unit: "s")
    ]
    private static let repeats = 3

    func measure(in bench: Bench) throws -> [String: Observation] {
        _ = try bench.data.events()
        let resolved = try bench.resolve(pipeline: "\(bench.folder)/implicit.json")
        let samples = try (0..<Self.repeats).map { _ in
            let started = ContinuousClock.now
            let loaded = try resolved.pipeline.load.run(resolved.datasets, in: bench.context())
            precondition(loaded.tables["events"] != nil, "the pipeline loads events")
            return (ContinuousClock.now - started) / .seconds(1)
        }
        return [rows[0].name: Observation(samples: samples)]
    }

    func measurePeer(
        _ peers: PeerRunner, in bench: Bench
    ) throws -> (name: String, observations: [String: Observation])? {
        try single(.init("load.py", ["--repeats", "\(Self.repeats)"]), peers, in: bench)
    }
}
