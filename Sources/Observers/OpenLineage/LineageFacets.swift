import Pipeline

/// Makes facets: each says who produced it and which schema it follows.
struct LineageFacets {
    /// Who tells: a URI that names the program and its version.
    let producer: String

    /// A facet of the specification's own.
    ///
    /// - Parameter schema: the file and name of its definition, `1-0-1/ErrorMessageRunFacet`.
    func facet(_ schema: String, _ members: JSON.Member...) -> JSON {
        let name = schema.split(separator: "/").last.map(String.init) ?? schema
        let head: [JSON.Member] = [
            .init("_producer", .string(producer)),
            .init("_schemaURL", .string("https://openlineage.io/spec/facets/\(schema).json#/$defs/\(name)")),
        ]
        return .object(head + members)
    }

    /// - Parameter error: what ended the run, when it failed.
    func run(_ run: EndedRun, error: String?) -> JSON {
        let record = run.result.record
        var tags: [(String, String)] = [("mercer.run", record.id)]
        if let evaluation = run.result.evaluation {
            tags += [("mercer.selected", evaluation.selected), ("mercer.test_digest", evaluation.testDigest)]
        }
        if let commit = GitCommit.ofPipeline(at: run.pipeline.pipeline.path) { tags.append(("git.commit", commit)) }
        var facets: [JSON.Member] = [
            .init(
                "processing_engine",
                facet(
                    "1-1-1/ProcessingEngineRunFacet", .init("version", .string(MercerVersion.current)),
                    .init("name", "Mercer"), .init("openlineageAdapterVersion", .string(MercerVersion.current)))),
            .init(
                "tags",
                facet(
                    "1-0-0/TagsRunFacet",
                    .init(
                        "tags", .array(tags.map { ["key": .string($0.0), "value": .string($0.1), "source": "MERCER"] }))
                )),
        ]
        if let error {
            facets.append(
                .init(
                    "errorMessage",
                    facet(
                        "1-0-1/ErrorMessageRunFacet", .init("message", .string(error)),
                        .init("programmingLanguage", "Swift"))))
        }
        return .object(facets)
    }

    func job(_ run: EndedRun) -> JSON {
        var facets: [JSON.Member] = [
            .init(
                "jobType",
                facet(
                    "2-0-4/JobTypeJobFacet", .init("processingType", "BATCH"), .init("integration", "MERCER"),
                    .init("jobType", "PIPELINE")))
        ]
        let description = run.pipeline.pipeline.description
        if !description.isEmpty {
            facets.append(
                .init(
                    "documentation",
                    facet("1-1-0/DocumentationJobFacet", .init("description", .string(description)))))
        }
        return .object(facets)
    }

    /// Which content of a dataset is meant.
    func version(_ text: String) -> JSON.Member {
        .init("version", facet("1-0-1/DatasetVersionDatasetFacet", .init("datasetVersion", .string(text))))
    }
}
