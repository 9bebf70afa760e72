import Benchmarking

/// Measures one row, or several from the same work.
protocol Benchmark: Sendable {
    var rows: [RowDescription] { get }
    /// How often it is repeated at most, whatever was asked for; nil for no limit.
    var roundLimit: Int? { get }

    /// One round of ours: what was observed, by row.
    func measure(in bench: Bench) throws -> [String: Observation]

    /// One round of the peer's on the same data; nil where there is none to hold it against.
    func measurePeer(_ peers: PeerRunner, in bench: Bench) throws -> (
        name: String, observations: [String: Observation]
    )?
}

extension Benchmark {
    var roundLimit: Int? { nil }

    func measurePeer(
        _ peers: PeerRunner, in bench: Bench
    ) throws -> (name: String, observations: [String: Observation])? { nil }

    /// What a script answered, for a benchmark of one row.
    func single(
        _ script: PeerRunner.Script, _ peers: PeerRunner, in bench: Bench
    ) throws -> (name: String, observations: [String: Observation])? {
        let answer = try peers.run(script, data: bench.data.directory, threads: bench.threads).answer
        return (answer.name, [rows[0].name: answer.observation])
    }

    /// Runs ours and the peer's in turn, so that a change of the machine's pace meets both.
    func run(rounds: Int, in bench: Bench) throws -> [BenchmarkRow] {
        var results = rows.map { BenchmarkRow($0, ours: Observation()) }
        let before = ProcessorUse.current
        let count = min(rounds, roundLimit ?? rounds)
        for round in 1...count {
            Bench.note("\(rows[0].name), round \(round) of \(count)")
            let ours = try measure(in: bench)
            let peer = try bench.peers.flatMap { try measurePeer($0, in: bench) }
            for index in results.indices {
                let name = results[index].description.name
                if let observation = ours[name] { results[index].ours.add(observation) }
                guard let peer, let observation = peer.observations[name] else { continue }
                var sofar = results[index].peer?.observation ?? Observation()
                sofar.add(observation)
                results[index].peer = (peer.name, sofar)
            }
        }
        if let before, let share = ProcessorUse.current?.othersShare(since: before) {
            // Memory doesn't depend on who else computes.
            for index in results.indices where results[index].description.unit != "MB" {
                results[index].othersShare = share
            }
        }
        return results
    }
}
