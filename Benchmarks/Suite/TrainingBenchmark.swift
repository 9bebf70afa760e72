import Benchmarking
import Modelling

/// Seconds of one iteration of a candidate, its loss included, beside a peer's.
struct TrainingBenchmark: Benchmark {
    let rows: [RowDescription]
    let candidate: String
    let isImplicit: Bool
    let iterations: Int
    let script: PeerRunner.Script

    private init(
        _ candidate: String, title: String, unit: String, isImplicit: Bool, iterations: Int, script: PeerRunner.Script
    ) {
        rows = [RowDescription(name: candidate, title: title, unit: unit)]
        self.candidate = candidate
        self.isImplicit = isImplicit
        self.iterations = iterations
        self.script = script
    }

    static func implicit(_ name: String, factors: Int, iterations: Int, solver: String) -> TrainingBenchmark {
        TrainingBenchmark(
            name, title: "one iteration of implicit ALS (\(solver)), \(factors) factors", unit: "s/iteration",
            isImplicit: true, iterations: iterations,
            script: .init(
                "als.py", ["--factors", "\(factors)", "--solver", solver, "--iterations", "\(iterations - 1)"]))
    }

    static var explicitALS: TrainingBenchmark {
        TrainingBenchmark(
            "als-explicit-64", title: "one iteration of explicit ALS, exact, 64 factors and biases",
            unit: "s/iteration", isImplicit: false, iterations: 3,
            script: .init(
                "als.py", ["--factors", "64", "--solver", "cholesky", "--iterations", "1", "--matrix", "ratings"]))
    }

    static func sgd(factors: Int) -> TrainingBenchmark {
        TrainingBenchmark(
            "sgd-\(factors)", title: "one epoch of SGD on ratings, \(factors) factors", unit: "s/epoch",
            isImplicit: false, iterations: 10, script: .init("sgd.py", ["--factors", "\(factors)", "--epochs", "10"]))
    }

    func measure(in bench: Bench) throws -> [String: Observation] {
        let set = try isImplicit ? bench.implicit() : bench.explicit()
        let fit = try set.fit(candidate, iterations: iterations, threads: bench.threads)
        var observation = Observation(samples: fit.iterationSeconds)
        if let test = set.dataset.test, let model = fit.model {
            observation.facts["rmse"] = test.rootMeanSquaredError(of: model)
        }
        return [candidate: observation]
    }

    func measurePeer(
        _ peers: PeerRunner, in bench: Bench
    ) throws -> (name: String, observations: [String: Observation])? {
        try single(script, peers, in: bench)
    }
}

extension HeldOutInteractions {
    /// Root of the mean squared error of a model's ratings, unclipped.
    func rootMeanSquaredError(of model: any FittedModel) -> Double {
        let users = (0..<offsets.count - 1).flatMap { user in
            repeatElement(Int32(user), count: offsets[user + 1] - offsets[user])
        }
        let predicted = model.scores(users: users, items: items)
        let sum = zip(predicted, values).reduce(0.0) { sum, pair in
            let error = Double(pair.0) - Double(pair.1)
            return sum + error * error
        }
        return (sum / Double(count)).squareRoot()
    }
}
