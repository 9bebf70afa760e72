import DurableFiles
import Foundation
import Pipeline

/// A file that node-exporter's textfile collector reads: the newest run of each config and pipeline.
///
/// Runs of several pipelines share it. Each replaces its own series and keeps the others', one at a time: a lock on the
/// directory lets no two of them read the same file and write it after each other.
struct MetricsFile {
    let path: String
    let files: FileSystem

    private static let mostBytes = 4 << 20
    private static let lockSeconds = 10.0

    enum Failure: Error, CustomStringConvertible {
        case ofAnotherProgram(path: String, metric: String)
        case locked(directory: String)

        var description: String {
            switch self {
            case .ofAnotherProgram(let path, let metric):
                "\(path) holds \(metric), which is not Mercer's; give --metrics-file a file of its own"
            case .locked(let directory):
                "another process has held the lock on \(directory) for \(MetricsFile.lockSeconds) s; the metrics of this run are not written"
            }
        }
    }

    /// Replaces the series of one config and pipeline.
    ///
    /// - Parameter onDamage: told why the file that was there can't be used; it is then written anew.
    /// - Throws: `Failure`; `FileError`.
    func replaceSeries(of run: RunSamples, onDamage: (String) -> Void) throws {
        try locked {
            let earlier = try earlierSamples(onDamage)
            let lastSuccess = earlier.first { $0.name == MetricFamily.lastSuccess.name && run.owns($0) }?.value
            let others = earlier.filter { !run.owns($0) }
            let samples = others + run.samples(lastSuccess: lastSuccess)
            try files.write(MetricsText.text(of: samples.sorted(by: Self.isBefore)), to: path)
        }
    }

    /// By config and pipeline; within them as they are.
    private static func isBefore(_ left: MetricSample, _ right: MetricSample) -> Bool {
        (left["config"] ?? "", left["pipeline"] ?? "") < (right["config"] ?? "", right["pipeline"] ?? "")
    }

    /// What the file says, of metrics that are still known.
    private func earlierSamples(_ onDamage: (String) -> Void) throws -> [MetricSample] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= Self.mostBytes,
            let text = String(validating: bytes, as: UTF8.self)
        else {
            onDamage("it is no text, or larger than \(Self.mostBytes >> 20) MiB")
            return []
        }
        let samples: [MetricSample]
        do {
            samples = try MetricsText.samples(in: text)
        } catch {
            onDamage("line \(error.number): expected \(error.expected)")
            return []
        }
        if let foreign = samples.first(where: { !$0.name.hasPrefix("mercer_") }) {
            throw Failure.ofAnotherProgram(path: path, metric: foreign.name)
        }
        let known = Set(MetricFamily.all.map(\.name))
        return samples.filter { known.contains($0.name) }
    }

    private func locked(_ body: () throws -> Void) throws {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: directory, code: errno) }
        defer { close(descriptor) }
        let deadline = ContinuousClock.now + .seconds(Self.lockSeconds)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw FileError(operation: "lock", path: directory, code: errno)
            }
            guard ContinuousClock.now < deadline else { throw Failure.locked(directory: directory) }
            usleep(20_000)
        }
        try body()
    }
}
