import ArgumentParser
import Catalog
import Pipeline

/// `mercer schema`: the JSON Schemas editors check pipelines, configs and nightly files with.
struct SchemaCommand: ParsableCommand {
    enum Document: String, ExpressibleByArgument, CaseIterable {
        case pipeline, config, nightly
    }

    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of pipelines, configs or nightly files.")

    @Argument(help: "pipeline, config or nightly.")
    var document: Document

    func run() throws {
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        let schema =
            switch document {
            case .pipeline: reader.pipelineSchema
            case .config: reader.configSchema
            case .nightly: reader.nightlySchema
            }
        try StandardOutput.write(schema.text(indented: true) + "\n")
    }
}
