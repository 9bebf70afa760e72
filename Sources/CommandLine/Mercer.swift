import ArgumentParser
import Foundation
import LinearAlgebra
import Pipeline

/// The `mercer` command.
@main
struct Mercer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mercer",
        abstract: "Trains models for personalised marketing, offline: from a shop's logs to files other services load.",
        version: MercerVersion.current,
        subcommands: [
            RunCommand.self, PlanCommand.self, ValidateCommand.self, BackfillCommand.self, CompareCommand.self,
            RunsCommand.self, PublishCommand.self, RollbackCommand.self, SyncCommand.self,
            RecommendCommand.self, InspectCommand.self, VerifyCommand.self, ComponentsCommand.self,
            SchemaCommand.self, GenerateCommand.self,
        ])

    /// Parses and runs; every way out has one of the documented exit codes.
    static func main() {
        // A pipe that nobody reads any more is an error of the one who writes to it, not the end of a run whose log it was. A
        // restart keeps it so, and so do the runs of a nightly file; commands that a config names start without it.
        signal(SIGPIPE, SIG_IGN)
        // Before all else: a restart with a better BLAS core must not repeat any work.
        _ = BLASRuntime.restartIfNeeded(
            arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let exit as CommandExit {
            Foundation.exit(exit.code.rawValue)
        } catch  where ExitStatus(error) != .bug {
            StandardError.write("mercer: \(error)\n")
            Foundation.exit(ExitStatus(error).rawValue)
        } catch {
            // Usage errors and requests for help, which the parser prints itself.
            Self.exit(withError: error)
        }
    }
}

/// Ends the command with a code after everything was said.
struct CommandExit: Error {
    let code: ExitStatus
}
