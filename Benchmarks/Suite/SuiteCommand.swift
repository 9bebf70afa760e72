import ArgumentParser
import Benchmarking
import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline

/// `mercer-bench suite`, the default.
struct SuiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suite", abstract: "Runs the rows, prints them and writes a record.",
        discussion: "Ends with 2 when a row got worse than in the baseline beyond the spread.")

    @Option(help: "Where events.csv and ratings.txt lie; what is missing is made there.")
    var data = "artifacts/bench"
    @Option(help: "Interactions of the data that is made; the reference job's by default.")
    var interactions: Int?
    @Option(help: "Rows to run: names or patterns, separated by commas.")
    var only = ""
    @Option(help: "How often ours and the peer's are run, in turn.")
    var rounds = 3
    @Option(help: "Threads of both sides; 0 is one for each processor.")
    var threads = 0
    @Option(help: ArgumentHelp("Runs the peers with this Python.", valueName: "path"))
    var peerPython: String?
    @Option(help: "The record to write.")
    var output = "artifacts/benchmarks/latest.json"
    @Flag(help: "Adds to the rows of the record in --output: a suite in several sittings.")
    var add = false
    @Option(help: ArgumentHelp("An earlier record to compare with.", valueName: "file"))
    var baseline: String?
    @Option(help: "The loss of 30 exact iterations on this data, as an earlier run noted it: saves computing it.")
    var exactLoss: Double?
    @Option(help: "The program of the whole job.")
    var mercer = ".build/release/mercer"
    @Option(help: "Where the suite's pipelines and peers lie.")
    var folder = "Benchmarks"
    @Flag(help: "Prints the rows and ends.")
    var list = false

    func validate() throws {
        if rounds < 1 { throw ValidationError("--rounds \(rounds): at least 1") }
        if threads < 0 { throw ValidationError("--threads \(threads): 0 or more") }
        if let interactions, interactions < 1_000 {
            throw ValidationError("--interactions \(interactions): at least 1000")
        }
    }

    func run() throws {
        let filter = RowFilter(only)
        try filter.check(against: Suite.benchmarks.flatMap { $0.rows.map(\.name) })
        let chosen = Suite.benchmarks.filter { $0.rows.contains { filter.matches($0.name) } }
        guard !list else { return printRows(of: chosen) }
        let earlier = try baseline.map { try BenchmarkRecord(contentsOf: $0) }
        let sittings = add ? try BenchmarkRecord(contentsOf: output) : nil
        let watching = TemporaryFolder.removeWhenInterrupted()
        defer {
            withExtendedLifetime(watching) {}
            TemporaryFolder.removeAll()
        }
        try FileSystem().createDirectory(outputDirectory.path)
        let bench = makeBench()
        var record = BenchmarkRecord(
            date: Date().ISO8601Format(), commit: Commit.current, machine: .current, threads: bench.threads,
            data: bench.data.sizes, rows: [])
        if let sittings { try record.begin(with: sittings, path: output) }
        for benchmark in chosen {
            record.add(try benchmark.run(rounds: rounds, in: bench).filter { filter.matches($0.description.name) })
            // After each, so that an interruption loses no more than a row.
            try record.write(to: output)
        }
        try report(record, against: earlier)
    }

    private func printRows(of benchmarks: [any Benchmark]) {
        for row in benchmarks.flatMap(\.rows) { print("\(row.name): \(row.title) [\(row.unit)]") }
    }

    private func makeBench() -> Bench {
        let pool = WorkerPool(threadCount: threads)
        let shape = interactions.map { SyntheticShape(interactions: $0) } ?? .reference
        return Bench(
            folder: folder, data: ReferenceData(directory: data, shape: shape, pool: pool), mercer: mercer,
            threads: threads, peers: peerPython.map { PeerRunner(python: $0, folder: "\(folder)/peers") },
            exactLoss: exactLoss, peerLosses: outputDirectory.appendingPathComponent("peer-losses.json").path)
    }

    private var outputDirectory: URL { URL(fileURLWithPath: output).deletingLastPathComponent() }

    /// Prints the table and, beside an earlier record, what changed.
    private func report(_ record: BenchmarkRecord, against earlier: BenchmarkRecord?) throws {
        let comparison = earlier.map { RecordComparison(record, with: $0) }
        let machine = record.machine
        print(
            """
            \(record.date.prefix(10)), \(record.commit ?? "no commit"), \(machine.processor), \(record.threads) of \
            \(machine.cores) cores, BLAS core \(machine.blasCore)

            """)
        print(ResultTable(record, comparison: comparison).text)
        print("Written to \(output).")
        guard let comparison, let baseline else { return }
        print(comparison.statement(earlierPath: baseline), terminator: "")
        if !comparison.names(.worse).isEmpty { throw ExitCode(2) }
    }
}

/// What was built.
enum Commit {
    /// The short hash of `HEAD`, with `+` where the working tree differs; nil outside a repository.
    static var current: String? {
        guard let head = try? ChildProcess("git", ["rev-parse", "--short", "HEAD"]), head.status == 0,
            let changes = try? ChildProcess("git", ["status", "--porcelain", "--untracked-files=no"])
        else { return nil }
        let hash = head.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return changes.output.isEmpty ? hash : hash + "+"
    }
}
