/// What every component is and which keys it has, generated from the types that read them.
public struct ComponentReference: Sendable {
    public struct Entry: Sendable {
        public let name: String
        public let summary: String
        /// The entry's text in Markdown, without its heading.
        public let body: String
    }

    public struct Section: Sendable {
        /// `Models`
        public let title: String
        /// Where documents name the section's entries.
        public let place: String
        public let entries: [Entry]
    }

    public let sections: [Section]

    public init(catalog: ComponentCatalog, stages: StageTypes) {
        let reader = DocumentReader(catalog: catalog, stages: stages, environment: [:])
        let describer = Describer(catalog: catalog)
        sections = [
            Section(
                title: "Documents",
                place:
                    "The files: pipelines in `Pipelines/`, configs in `Configs/`, nightly files beside the pipelines.",
                entries: [
                    Self.document("pipeline", DocumentReader.pipelineSummary, reader.pipelineDescription),
                    Self.document("config", DocumentReader.configSummary, reader.configDescription),
                    Self.document("nightly", DocumentReader.nightlySummary, reader.nightlyDescription),
                ]),
            describer.section("Stages", StageImplementation.registry(of: stages), "A pipeline's `stages`, by `stage`."),
            describer.section("Sources", catalog.sources, "A config's `datasets`, by `source`."),
            describer.section(
                "Cleaning steps", catalog.cleaningSteps,
                "The clean stage's `steps` and a dataset's `clean`, by `step`; in the stage's, `table` names the table."
            ),
            describer.section("Datasets", catalog.datasets, "The features stage's `dataset`, by `kind`."),
            describer.section("Splits", catalog.splits, "The features stage's `split`, by `by`."),
            describer.section("Models", catalog.models, "The train stage's `candidates`, by `model`."),
            Self.metrics(catalog),
            describer.section(
                "Gate conditions", catalog.gateConditions, "The evaluate stage's `gate`, by `condition`."),
            describer.section("Exporters", catalog.exporters, "The export stage's `formats`, by `format`."),
            describer.section("Tracking", catalog.trackers, "A config's `tracking`, by `kind`."),
            describer.section("Lineage", catalog.lineageReceivers, "A config's `lineage`, by `kind`."),
        ]
    }

    /// The whole reference: `Documentation/Components.md`.
    public var markdown: String {
        let introduction = """
            # Components

            Everything a pipeline or config can name, with its keys. This page is generated from the types that read the
            keys: `make schema` writes it anew.

            """
        let texts = sections.filter { !$0.entries.isEmpty }.map { section in
            (["## \(section.title)", section.place] + section.entries.map(Self.text)).joined(separator: "\n\n")
        }
        return introduction + "\n" + texts.joined(separator: "\n\n") + "\n"
    }

    /// What the reference says of a name, one text for each kind of component that has it.
    public func texts(named name: String) -> [String] {
        sections.flatMap { section in
            section.entries.filter { $0.name == name }.map { entry in
                "\(entry.name) (\(section.title.lowercased()))\n\n\(entry.summary)\n\n\(entry.body)"
            }
        }
    }

    /// All names, for suggesting the nearest.
    public var names: [String] { sections.flatMap(\.entries).map(\.name) }

    private static func text(_ entry: Entry) -> String {
        "### `\(entry.name)`\n\n\(entry.summary)\n\n\(entry.body)"
    }

    private static func document(_ name: String, _ summary: String, _ description: ObjectDescription) -> Entry {
        Entry(name: name, summary: summary, body: SettingTable(description).markdown)
    }

    private static func metrics(_ catalog: ComponentCatalog) -> Section {
        let entries = catalog.metrics.map { metric in
            Entry(
                name: metric.name, summary: metric.definition,
                body: metric.takesCutoff
                    ? "Named with a cutoff: `\(metric.name)@10`." : "Named without a cutoff: `\(metric.name)`.")
        }
        return Section(title: "Metrics", place: "The evaluate stage's `metrics` and `select`.", entries: entries)
    }
}

/// Describes what a registry holds.
private struct Describer {
    let catalog: ComponentCatalog

    func section<Kind>(_ title: String, _ registry: Registry<Kind>, _ place: String) -> ComponentReference.Section {
        let entries = registry.entries.map { entry in
            let description = SettingsReader.describe(with: catalog, entry.make)
            return ComponentReference.Entry(
                name: entry.name, summary: entry.summary, body: SettingTable(description).markdown)
        }
        return .init(title: title, place: place, entries: entries)
    }
}

extension DocumentReader {
    static let pipelineSummary = "A chain of stages and what each does; knows columns by their logical names."
    static let configSummary =
        "One site: where its datasets lie, how their columns are called and typed, its workspace."

    /// The JSON Schema of pipelines.
    public var pipelineSchema: JSON {
        JSONSchema.document(pipelineDescription, title: "Mercer pipeline", summary: Self.pipelineSummary)
    }

    /// The JSON Schema of configs.
    public var configSchema: JSON {
        JSONSchema.document(configDescription, title: "Mercer config", summary: Self.configSummary)
    }
}
