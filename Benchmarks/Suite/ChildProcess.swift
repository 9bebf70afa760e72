import Benchmarking
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A program run to its end, with its wall time and the most memory it held.
///
/// `Foundation.Process` reaps its children itself and does not say what one of them used; `wait4` does.
struct ChildProcess {
    let status: Int32
    let output: String
    let errors: String
    let seconds: Double
    let peakBytes: Int

    /// Runs `program`, found in `PATH` where it is no path, without input.
    ///
    /// - Parameter environment: added to this process's.
    /// - Throws: `BenchmarkError.program` where it can't be started.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let folder = try TemporaryFolder()
        let (outputPath, errorPath) = (folder.path("output"), folder.path("errors"))
        let started = ContinuousClock.now
        let child = try Self.spawn(
            [program] + arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { _, new in new },
            outputPath: outputPath, errorPath: errorPath)
        var (status, usage): (Int32, rusage) = (0, rusage())
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else {
                throw BenchmarkError.program(name: program, reason: String(cString: strerror(errno)))
            }
        }
        seconds = (ContinuousClock.now - started) / .seconds(1)
        // The low seven bits are the signal that ended it; else the exit status is the byte above.
        self.status = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
        peakBytes = usage.ru_maxrss * 1024
        output = try String(contentsOfFile: outputPath, encoding: .utf8)
        errors = try String(contentsOfFile: errorPath, encoding: .utf8)
    }

    /// - Throws: `BenchmarkError.program` with the end of its messages where it ended badly.
    func requireSuccess(_ name: String) throws(BenchmarkError) {
        guard status != 0 else { return }
        let lines = errors.split(separator: "\n").suffix(8).joined(separator: "\n")
        throw .program(name: name, reason: "it ended with \(status)\n\(lines)")
    }

    private static func spawn(
        _ arguments: [String], environment: [String: String], outputPath: String, errorPath: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT, 0o600)
        let argumentPointers = arguments.map { strdup($0) } + [nil]
        let settingPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argumentPointers + settingPointers).forEach { free($0) } }
        var child = pid_t()
        let code = posix_spawnp(&child, arguments[0], &actions, nil, argumentPointers, settingPointers)
        guard code == 0 else {
            throw BenchmarkError.program(name: arguments[0], reason: String(cString: strerror(code)))
        }
        return child
    }
}

/// A directory of its own that goes when its owner does.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("mercer-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func path(_ name: String) -> String { "\(path)/\(name)" }
}
