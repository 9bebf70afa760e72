import Foundation
import Pipeline
import Tables

/// The files a run read, as OpenLineage's input datasets.
struct LineageInputs {
    private struct File {
        let table: String
        let path: String
        let size: Int
        let digest: String
    }

    private let files: [File]
    /// The columns that are read, by table.
    private let schemas: [String: TableSchema]
    /// Rows read, by table.
    private let rows: [String: Int]

    init(_ run: EndedRun) {
        let record = run.result.record
        files = record.inputs.compactMap { input in
            guard let table = input["table"]?.stringValue, let path = input["path"]?.stringValue,
                let size = input["size"]?.integerValue, let digest = input["sha256"]?.stringValue
            else { return nil }
            return File(table: table, path: path, size: size, digest: digest)
        }
        let datasets = run.pipeline.datasets
        schemas = run.pipeline.pipeline.load.requests.reduce(into: [:]) { schemas, request in
            schemas[request.table] = datasets[request.dataset]?.schema
        }
        let loading = record.stages.first { $0.stage == .load }?.steps ?? []
        rows = loading.reduce(into: [:]) { $0[$1.table] = $1.rowsIn }
    }

    func datasets(_ facets: LineageFacets) -> [JSON] {
        files.map { file in
            var own: [JSON.Member] = [facets.version("sha256:\(file.digest)")]
            if let schema = schemas[file.table] { own.append(Self.schema(schema, facets)) }
            return [
                "namespace": "file",
                "name": .string(URL(fileURLWithPath: file.path).standardizedFileURL.path),
                "facets": .object(own), "inputFacets": .object([quality(of: file, facets)]),
            ]
        }
    }

    private static func schema(_ schema: TableSchema, _ facets: LineageFacets) -> JSON.Member {
        let fields = schema.fields.map { column -> JSON in
            ["name": .string(column.name), "type": .string(column.type.rawValue)]
        }
        return .init("schema", facets.facet("1-2-0/SchemaDatasetFacet", .init("fields", .array(fields))))
    }

    /// Rows are counted by table: a file has a count where it is the only one of its table.
    private func quality(of file: File, _ facets: LineageFacets) -> JSON.Member {
        let isOnly = files.count { $0.table == file.table } == 1
        let count = isOnly ? rows[file.table].map { JSON.Member("rowCount", .integer($0)) } : nil
        let members = [count, .init("bytes", .integer(file.size)), .init("columnMetrics", .object([JSON.Member]()))]
        let facet = facets.facet("1-0-3/DataQualityMetricsInputDatasetFacet")
        return .init("dataQualityMetrics", .object((facet.members ?? []) + members.compactMap(\.self)))
    }
}
