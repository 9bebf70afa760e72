import ArgumentParser
import Catalog
import Pipeline

/// `mercer schema`: the JSON Schemas editors check pipelines and configs with.
struct SchemaCommand: ParsableCommand {
    enum Document: String, ExpressibleByArgument, CaseIterable {
        case pipeline, config
    }

    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of pipelines or configs.")

    @Argument(help: "pipeline or config.")
    var document: Document

    func run() throws {
        let reader = DocumentReader(catalog: Catalog.components, stages: Catalog.stages)
        let schema = document == .pipeline ? reader.pipelineSchema : reader.configSchema
        try StandardOutput.write(schema.text(indented: true) + "\n")
    }
}
