import ArgumentParser
import Catalog
import Pipeline

/// `mercer components`: what pipelines can name.
struct ComponentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "components", abstract: "Lists everything a pipeline can name, or explains one with all its keys.")

    @Argument(help: "A component's name.")
    var name: String?
    @Flag(help: "The whole reference in Markdown: Documentation/Components.md.")
    var markdown = false

    func run() throws {
        let reference = ComponentReference(catalog: Catalog.components, stages: Catalog.stages)
        if let name {
            // A metric is also known by the name pipelines give it: ndcg@10.
            let texts = reference.texts(named: String(name.prefix { $0 != "@" }))
            guard !texts.isEmpty else {
                let hint = NearestName.hint(for: name, among: reference.names) ?? "see `mercer components`"
                throw ValidationError("unknown component \(name); \(hint)")
            }
            try StandardOutput.write(texts.joined(separator: "\n\n") + "\n")
        } else if markdown {
            try StandardOutput.write(reference.markdown)
        } else {
            try StandardOutput.write(list(reference))
        }
    }

    private func list(_ reference: ComponentReference) -> String {
        reference.sections.filter { !$0.entries.isEmpty }.map { section in
            var table = TextTable(header: [section.title, ""])
            for entry in section.entries { table.add(["  \(entry.name)", entry.summary]) }
            return table.text
        }.joined(separator: "\n")
    }
}
