import ArgumentParser
import Benchmarking
import Foundation

/// A program run to its end, with its wall time and the most memory it held.
///
/// Linux lets a process that is started without a copy of its parent inherit the parent's peak memory, and this one holds
/// whole datasets: so a small process in between (`ChildCommand`) starts the program and measures it.
struct ChildProcess {
    let status: Int32
    let output: String
    let errors: String
    let seconds: Double
    let peakBytes: Int

    /// Runs `program`, found in `PATH` where it is no path, without input.
    ///
    /// - Parameter environment: changes to this process's; nil takes a variable away.
    /// - Throws: `BenchmarkError.program` where it can't be started.
    init(_ program: String, _ arguments: [String], environment changes: [String: String?] = [:]) throws {
        let folder = try TemporaryFolder()
        // The folder goes with its last use, and a path is none.
        defer { withExtendedLifetime(folder) {} }
        var environment = ProcessInfo.processInfo.environment
        for (name, value) in changes { environment[name] = value }
        let usagePath = folder.path("usage")
        let helper = try MeasuredProcess(
            [CommandLine.arguments[0], ChildCommand.name, usagePath, program] + arguments, environment: environment,
            outputPath: folder.path("output"), errorPath: folder.path("errors"))
        output = try String(contentsOfFile: folder.path("output"), encoding: .utf8)
        errors = try String(contentsOfFile: folder.path("errors"), encoding: .utf8)
        let usage = (try? String(contentsOfFile: usagePath, encoding: .utf8))?.split(separator: " ") ?? []
        guard helper.status == 0, usage.count == 3, let status = Int32(usage[0]), let seconds = Double(usage[1]),
            let peakBytes = Int(usage[2])
        else { throw BenchmarkError.program(name: program, reason: errors) }
        self.status = status
        self.seconds = seconds
        self.peakBytes = peakBytes
    }

    /// - Throws: `BenchmarkError.program` with the end of its messages where it ended badly.
    func requireSuccess(_ name: String) throws(BenchmarkError) {
        guard status != 0 else { return }
        let lines = errors.split(separator: "\n").suffix(8).joined(separator: "\n")
        throw .program(name: name, reason: "it ended with \(status)\n\(lines)")
    }
}

/// The process in between: runs a program, and writes its status, seconds and peak bytes to a file.
struct ChildCommand: ParsableCommand {
    static let name = "child"
    static let configuration = CommandConfiguration(commandName: name, shouldDisplay: false)

    @Argument var usagePath: String
    @Argument(parsing: .captureForPassthrough) var command: [String]

    func run() throws {
        let process = try MeasuredProcess(command, environment: ProcessInfo.processInfo.environment)
        let usage = "\(process.status) \(process.seconds) \(process.peakBytes)"
        try Data(usage.utf8).write(to: URL(fileURLWithPath: usagePath))
    }
}
