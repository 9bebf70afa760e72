import ArgumentParser
import Benchmarking
import Foundation
import LinearAlgebra
import Pipeline

/// `mercer-bench`: measures the suite; `make bench` is how people call it.
@main
struct MercerBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mercer-bench", abstract: "Measures Mercer, beside its peers where asked.",
        subcommands: [SuiteCommand.self, ChildCommand.self], defaultSubcommand: SuiteCommand.self)

    static func main() {
        // As the program does: a better BLAS core where OpenBLAS did not know the processor.
        _ = BLASRuntime.restartIfNeeded(
            arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as BenchmarkError {
            fail("\(error)")
        } catch let error as InputError {
            fail("\(error)")
        } catch let error as ConfigurationError {
            fail("\(error)")
        } catch {
            exit(withError: error)
        }
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("mercer-bench: \(message)\n".utf8))
        Foundation.exit(1)
    }
}
