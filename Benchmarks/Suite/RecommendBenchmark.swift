import Benchmarking
import Modelling

/// Users per second when everyone's top 20 are listed, what they have seen left out.
struct RecommendBenchmark: Benchmark {
    let rows = [
        RowDescription(
            name: "recommend-64", title: "top 20 of every user, seen items left out, 64 factors", unit: "users/s",
            better: .higher)
    ]
    /// Of training: what the scores look like decides how many items come near the top.
    private static let iterations = 10

    func measure(in bench: Bench) throws -> [String: Observation] {
        let set = try bench.implicit()
        guard let model = try set.fit("als-cg-64", iterations: Self.iterations, threads: bench.threads).model else {
            return [:]
        }
        let training = set.dataset.training
        let users = (0..<Int32(training.users.count)).map(\.self)
        let samples = try (0..<2).map { _ in
            let started = ContinuousClock.now
            let top = try Ranker(model: model, excluding: training.byUser).topItems(
                for: users, count: 20, pool: bench.pool)
            precondition(top.userCount == users.count, "a list for every user")
            return Double(users.count) / ((ContinuousClock.now - started) / .seconds(1))
        }
        return [rows[0].name: Observation(samples: samples)]
    }

    func measurePeer(
        _ peers: PeerRunner, in bench: Bench
    ) throws -> (name: String, observations: [String: Observation])? {
        try single(.init("recommend.py", ["--factors", "64", "--iterations", "\(Self.iterations)"]), peers, in: bench)
    }
}
