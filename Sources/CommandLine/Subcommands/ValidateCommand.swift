import ArgumentParser
import Catalog
import Pipeline

/// `mercer validate`: checks pipelines and configs without running anything.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks pipelines, configs and nightly files and prints every problem with its place.",
        discussion:
            "With --config, the chain of each pipeline is also checked on that site: tables, columns, types. A nightly file is checked with its pipelines and configs."
    )

    @Argument(help: "Pipeline, config and nightly files.")
    var files: [String]
    @Option(help: "A config to check the pipelines with.")
    var config: String?
    @Option(help: "Lines of text, or one JSON object.")
    var output: OutputFormat = .text

    func run() throws {
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        var problems: [Problem] = []
        for file in files {
            let validation = try reader.validate(file)
            problems += validation.problems
            if validation.problems.isEmpty, validation.kind == .pipeline, let config {
                problems += Self.problems { _ = try reader.resolve(pipeline: file, config: config) }
            }
            if validation.problems.isEmpty, validation.kind == .nightly {
                problems += Self.problems { _ = try reader.nightly(file) }
            }
            if output == .text, validation.problems.isEmpty {
                StandardError.write("\(file): a valid \(validation.kind?.rawValue ?? "document")\n")
            }
        }
        switch output {
        case .text: for problem in problems { try StandardOutput.write("\(problem)\n") }
        case .json: try StandardOutput.write(JSON.object(["problems": .array(problems.map(\.json))]).text() + "\n")
        }
        if !problems.isEmpty { throw CommandExit(code: .configuration) }
    }

    /// The problems that reading documents together finds.
    private static func problems(of read: () throws -> Void) -> [Problem] {
        do {
            try read()
            return []
        } catch let error as ConfigurationError {
            return error.problems
        } catch {
            return [Problem(origin: .flag("--config"), address: "", message: "\(error)")]
        }
    }
}
