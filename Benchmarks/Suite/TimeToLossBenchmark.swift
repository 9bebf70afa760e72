import Benchmarking

/// Wall time until implicit ALS by conjugate gradients is within 0.1 % of the loss that thirty exact iterations reach: what
/// a faster but rougher solver must be measured by. Preparation counts for us, and not for the peer.
///
/// The objective is not convex, so that a start decides what can be reached: each side's target is the loss of its own exact
/// solver from its own start.
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
        let exact = try exactLoss(in: bench)
        let target = 1.001 * exact
        let fit = try bench.implicit().fit(
            "als-cg-64", iterations: Self.mostIterations, threads: bench.threads
        ) { $0.until = { $0 <= target } }
        let reached = fit.laps.last?.loss ?? .nan
        // Without samples, the row says that the loss was never reached.
        let samples = reached <= target ? [fit.secondsToEnd] : []
        let facts = ["iterations": Double(fit.laps.count), "loss": reached, "exact_loss": exact]
        return [rows[0].name: Observation(samples: samples, facts: facts)]
    }

    func measurePeer(
        _ peers: PeerRunner, in bench: Bench
    ) throws -> (name: String, observations: [String: Observation])? {
        let arguments = [
            "--factors", "64", "--iterations", "\(Self.mostIterations)", "--exact-iterations",
            "\(Self.exactIterations)", "--cache", bench.peerLosses,
        ]
        return try single(.init("time_to_loss.py", arguments), peers, in: bench)
    }

    private func exactLoss(in bench: Bench) throws -> Double {
        if let exact = bench.exactLoss { return exact }
        Bench.note("\(Self.exactIterations) exact iterations, for their loss")
        let fit = try bench.implicit().fit(
            "als-cholesky-64", iterations: Self.exactIterations, threads: bench.threads)
        let exact = fit.laps[fit.laps.count - 1].loss
        bench.exactLoss = exact
        Bench.note("their loss is \(exact)")
        return exact
    }
}
