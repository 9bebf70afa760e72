import Benchmarking

/// How many times faster a candidate's iterations are on all threads than on one.
struct ThreadsBenchmark: Benchmark {
    let rows: [RowDescription]
    private let candidate: String
    private let isImplicit: Bool
    private let iterations: Int

    init(candidate: String, isImplicit: Bool, iterations: Int) {
        rows = [
            RowDescription(
                name: "threads-\(candidate)", title: "speed of \(candidate) on all threads over its speed on one",
                unit: "×", better: .higher)
        ]
        self.candidate = candidate
        self.isImplicit = isImplicit
        self.iterations = iterations
    }

    func measure(in bench: Bench) throws -> [String: Observation] {
        let set = try isImplicit ? bench.implicit() : bench.explicit()
        let seconds = try [1, bench.threads].map { threads in
            let fit = try set.fit(candidate, iterations: iterations, threads: threads)
            return SampleSummary(fit.iterationSeconds)?.median ?? .nan
        }
        return [
            rows[0].name: Observation(samples: [seconds[0] / seconds[1]], facts: ["threads": Double(bench.threads)])
        ]
    }
}
