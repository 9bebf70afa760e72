import DurableFiles
import Pipeline

/// The bundle a run made, as OpenLineage's output dataset: one dataset for a config and pipeline, each run a version of it.
struct LineageOutputs {
    private let run: EndedRun

    init(_ run: EndedRun) {
        self.run = run
    }

    /// - Throws: `FileError` where the bundle can't be read.
    func datasets(_ facets: LineageFacets) throws(FileError) -> [JSON] {
        guard let bundle = run.result.bundle else { return [] }
        let name = run.workspace.models(config: run.pipeline.config.name, pipeline: run.pipeline.pipeline.name)
        let sizes = try FileSystem.files(in: bundle).map(\.size)
        return [
            [
                "namespace": "file", "name": .string(name),
                "facets": .object([
                    facets.version(run.result.record.id),
                    .init(
                        "storage",
                        facets.facet(
                            "1-0-1/StorageDatasetFacet", .init("storageLayer", "file"),
                            .init("fileFormat", "safetensors"))),
                ]),
                "outputFacets": [
                    "outputStatistics": facets.facet(
                        "1-0-2/OutputStatisticsOutputDatasetFacet", .init("size", .integer(sizes.reduce(0, +))),
                        .init("fileCount", .integer(sizes.count)))
                ],
            ]
        ]
    }
}
