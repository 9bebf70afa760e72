import Foundation
import Pipeline

/// One run of a pipeline in a process of its own.
struct ChildRun {
    let entry: NightlyEntry
    let flags: [String]
    let interruption: Interruption

    /// Starts the run, hands on signals while it lasts, and waits for its end.
    func ending() -> NightlyOutcome.Ending {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments =
            ["run", entry.pipelinePath, "--config", entry.configPath, "--output", "json"] + flags
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            StandardError.write("mercer: \(entry.pipeline) can't be started: \(error.localizedDescription)\n")
            return .ran(.inputOutput, result: nil)
        }
        let printed = interruption.handingOn(to: process.processIdentifier) {
            let printed = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return printed
        }
        guard process.terminationReason == .exit else {
            StandardError.write("mercer: the run was killed by signal \(process.terminationStatus)\n")
            return .killed(signal: process.terminationStatus)
        }
        // A code that isn't ours counts as a bug.
        return .ran(ExitStatus(rawValue: process.terminationStatus) ?? .bug, result: JSON(bytes: [UInt8](printed)))
    }
}
