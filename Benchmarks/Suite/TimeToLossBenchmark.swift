import Benchmarking

/// Wall time until implicit ALS is within 0.1 % of the loss that thirty exact iterations reach: what a faster but rougher
/// solver must be measured by. Preparation counts for us, and not for the peer.
struct TimeToLossBenchmark: Benchmark {
    let rows = [
        RowDescription(
            name: "als-time-to-loss",
            title: "from data in memory to 1.001 × the loss of 30 exact iterations, 64 factors",
            unit: "s")
    ]
    private static let exactIterations = 30
    private static let mostIterations = 60

    func measure(in bench: Bench) throws -> [String: Observation] {
        let target = try target(in: bench)
        let fit = try bench.implicit().fit(
            "als-cg-64", iterations: Self.mostIterations, threads: bench.threads, until: { $0 <= target })
        var observation = Observation(facts: ["iterations": Double(fit.losses.count), "exact_loss": target / 1.001])
        // Without samples, the row says that the loss was never reached.
        if let last = fit.losses.last, last <= target { observation.samples = fit.secondsToEnd.suffix(1) }
        return [rows[0].name: observation]
    }

    func measurePeer(
        _ peers: PeerRunner, in bench: Bench
    ) throws -> (name: String, observations: [String: Observation])? {
        let target = try target(in: bench)
        let arguments = ["--factors", "64", "--target", "\(target)", "--iterations", "\(Self.mostIterations)"]
        return try single(.init("time_to_loss.py", arguments), peers, in: bench)
    }

    private func target(in bench: Bench) throws -> Double {
        if let exact = bench.exactLoss { return 1.001 * exact }
        bench.note("\(Self.exactIterations) exact iterations, for their loss")
        let fit = try bench.implicit().fit(
            "als-cholesky-64", iterations: Self.exactIterations, threads: bench.threads)
        let exact = fit.losses[fit.losses.count - 1]
        bench.exactLoss = exact
        bench.note("their loss is \(exact)")
        return 1.001 * exact
    }
}
