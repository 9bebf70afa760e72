import ArgumentParser
import Catalog
import LinearAlgebra
import Pipeline

/// `mercer verify`: holds a bundle against its manifest and its golden answers.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks that a bundle is whole and answers as it should.",
        discussion: "Ends with code 65 where something does not hold, one line for each. Memory: the bundle's size.")

    @Argument(help: "A bundle, or a link to one.")
    var directory: String
    @Option(help: "Lines, or one JSON object.")
    var output: OutputFormat = .text

    func run() throws {
        let verification = try BundleVerification(
            directory, catalog: Catalog.components, pool: WorkerPool(threadCount: 0))
        switch output {
        case .json: try StandardOutput.write(json(of: verification).text() + "\n")
        case .text: try StandardOutput.write(text(of: verification))
        }
        if !verification.problems.isEmpty { throw CommandExit(code: .data) }
    }

    private func text(of verification: BundleVerification) -> String {
        guard verification.problems.isEmpty else {
            return verification.problems.map { "\(directory)/\($0)\n" }.joined()
        }
        let answers = Numbers.count(verification.answerCount)
        return "\(directory): \(Numbers.count(verification.fileCount)) files and \(answers) golden answers hold\n"
    }

    private func json(of verification: BundleVerification) -> JSON {
        [
            "directory": .string(directory), "holds": .bool(verification.problems.isEmpty),
            "files": .integer(verification.fileCount), "answers": .integer(verification.answerCount),
            "problems": .array(
                verification.problems.map { ["file": .string($0.file), "problem": .string($0.description)] }),
        ]
    }
}
