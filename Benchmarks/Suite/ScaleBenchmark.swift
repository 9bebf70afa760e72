import Benchmarking
import LinearAlgebra

/// What an interaction costs in shops of growing size: of one training iteration, and of the whole job.
///
/// The catalogue stays and users come with their interactions, so a cost that is linear in interactions stays the same.
struct ScaleBenchmark: Benchmark {
    let rows: [RowDescription]
    let roundLimit: Int? = 1
    private let shape: SyntheticShape
    private let isWholeJob: Bool

    static var all: [any Benchmark] {
        [1, 4, 16, 64].map { ScaleBenchmark(millions: $0, isWholeJob: false) }
            + [1, 4, 16, 64].map { ScaleBenchmark(millions: $0, isWholeJob: true) }
    }

    private init(millions: Int, isWholeJob: Bool) {
        shape = SyntheticShape(interactions: millions * 1_000_000)
        self.isWholeJob = isWholeJob
        rows =
            isWholeJob
            ? JobBenchmark.rows("scale-job-\(millions)m", title: "the whole job on \(millions) M interactions")
            : [
                RowDescription(
                    name: "scale-als-\(millions)m",
                    title: "an interaction's part of one iteration of als-cg-64 on \(millions) M", unit: "ns")
            ]
    }

    func measure(in bench: Bench) throws -> [String: Observation] {
        bench.release()
        return try isWholeJob ? measureJob(in: bench) : measureIterations(in: bench)
    }

    private func measureIterations(in bench: Bench) throws -> [String: Observation] {
        let dataset = try SyntheticInteractions(shape, pool: bench.pool).dataset(pool: bench.pool)
        let set = WorkingSet(dataset: dataset, try bench.resolve(pipeline: "\(bench.folder)/implicit.json"))
        let fit = try set.fit("als-cg-64", iterations: 5, threads: bench.threads)
        let nanoseconds = fit.iterationSeconds.map { $0 * 1e9 / Double(shape.interactions) }
        return [rows[0].name: Observation(samples: nanoseconds, facts: ["users": Double(shape.users)])]
    }

    private func measureJob(in bench: Bench) throws -> [String: Observation] {
        let folder = try TemporaryFolder()
        // The folder goes with its last use, and a path is none.
        defer { withExtendedLifetime(folder) {} }
        Bench.note("writing \(shape.interactions) events")
        try SyntheticInteractions(shape, pool: bench.pool).writeEvents(to: folder.path("events.csv"))
        var observations = try JobBenchmark.observe(rows, try JobBenchmark.run(data: folder.path, in: bench))
        if let seconds = observations[rows[0].name]?.samples.first {
            observations[rows[0].name]?.facts["µs/interaction"] = seconds * 1e6 / Double(shape.interactions)
        }
        return observations
    }
}
