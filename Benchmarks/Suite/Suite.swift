/// The rows, in the order they run and are printed.
enum Suite {
    static let benchmarks: [any Benchmark] =
        [
            TrainingBenchmark.implicit("als-cg-64", factors: 64, iterations: 5, solver: "cg"),
            TrainingBenchmark.implicit("als-cg-128", factors: 128, iterations: 4, solver: "cg"),
            TrainingBenchmark.implicit("als-cg-256", factors: 256, iterations: 3, solver: "cg"),
            TrainingBenchmark.implicit("als-cholesky-64", factors: 64, iterations: 3, solver: "cholesky"),
            TimeToLossBenchmark(),
            RecommendBenchmark(),
            ThreadsBenchmark(candidate: "als-cg-64", isImplicit: true, iterations: 4),
            ThreadsBenchmark(candidate: "als-cholesky-64", isImplicit: true, iterations: 3),
            TrainingBenchmark.explicitALS,
            TrainingBenchmark.sgd(factors: 64),
            TrainingBenchmark.sgd(factors: 16),
            ThreadsBenchmark(candidate: "sgd-64", isImplicit: false, iterations: 6),
            OverheadBenchmark(candidate: "als-cg-64", isImplicit: true, iterations: 15),
            OverheadBenchmark(candidate: "sgd-64", isImplicit: false, iterations: 20),
            LoadBenchmark(),
            JobBenchmark(),
        ] + ScaleBenchmark.all
}
