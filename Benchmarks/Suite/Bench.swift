import Benchmarking
import Catalog
import Foundation
import LinearAlgebra
import Logging
import Modelling
import Pipeline
import Tables

/// What benchmarks run with: the paths, the threads, and the data, read once.
final class Bench {
    let folder: String
    let data: ReferenceData
    let mercer: String
    let threads: Int
    let peers: PeerRunner?
    /// Loss of thirty exact iterations on the data, where an earlier run found it.
    var exactLoss: Double?
    /// The file in which a peer keeps losses that take it minutes.
    let peerLosses: String
    private var events: WorkingSet?
    private var ratings: WorkingSet?

    /// - Parameter folder: where the suite's pipelines, site and peers lie.
    init(
        folder: String, data: ReferenceData, mercer: String, threads: Int, peers: PeerRunner?, exactLoss: Double?,
        peerLosses: String
    ) {
        self.folder = folder
        self.data = data
        self.mercer = mercer
        self.threads = WorkerPool(threadCount: threads).threadCount
        self.peers = peers
        self.exactLoss = exactLoss
        self.peerLosses = peerLosses
    }

    var pool: WorkerPool { WorkerPool(threadCount: threads) }

    /// The models of `implicit.json` with `events.csv`, all rows training.
    func implicit() throws -> WorkingSet {
        if let events { return events }
        let path = try data.events()
        Self.note("reading \(path)")
        let read = try WorkingSet(pipeline: "\(folder)/implicit.json", in: self)
        events = read
        return read
    }

    /// The models of `ratings.json` with `ratings.txt`, a tenth of the rows held out.
    func explicit() throws -> WorkingSet {
        if let ratings { return ratings }
        let path = try data.ratings()
        Self.note("reading \(path)")
        let read = try WorkingSet(pipeline: "\(folder)/ratings.json", in: self)
        ratings = read
        return read
    }

    /// Lets the data go: what runs next needs the memory.
    func release() {
        events = nil
        ratings = nil
    }

    func resolve(pipeline: String) throws -> ResolvedPipeline {
        var environment = ProcessInfo.processInfo.environment
        environment["MERCER_BENCH"] = data.directory
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages, environment: environment)
        return try reader.resolve(pipeline: pipeline, config: "\(folder)/reference-site.json")
    }

    /// What stages are given: no log, no progress.
    func context(seed: UInt64 = 1) -> RunContext {
        RunContext(
            pool: pool, seed: seed, asOf: nil, log: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() },
            progress: SilentProgress(), isCancelled: { false })
    }

    /// Tells what goes on, on standard error.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
    }
}
