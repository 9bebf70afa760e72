import Catalog
import DurableFiles
import Foundation
import Modelling
import Pipeline
import TestSupport

/// Runs that have ended, on a config that a test states.
struct TestedRun {
    /// Members of the config besides its name and dataset: `"on_failure": ["false"],`
    var settings = ""
    var config = "shop"
    var pipeline = "recommend"
    var status = RunRecord.Status.succeeded
    var exitCode = ExitStatus.done
    var error: String?
    var stages: [StageRecord] = []
    var evaluation: Evaluation?
    /// Seconds since 1970.
    var endSeconds = 1_772_337_642.25
    var peakMemoryBytes: Int?
    var gate: GateVerdict?
    /// Not so for a run with `--until`.
    var isWhole = true

    static let id = "20260301t040012z-1f3a"
    /// Seconds since 1970.
    static let started = 1_772_337_612.0

    /// A run that failed.
    static func failed(_ settings: String = "", code: ExitStatus = .data, error: String = "no rows") -> TestedRun {
        TestedRun(settings: settings, status: .failed, exitCode: code, error: error)
    }

    func resolved(in directory: TemporaryDirectory) throws -> ResolvedPipeline {
        try directory.write(
            """
            { "name": "\(config)", \(settings) "datasets": { "events": { "source": "csv", "path": "events.csv",
              "columns": { "user": { "from": "user", "type": "string" } } } } }
            """, to: "config.json")
        try directory.write(
            """
            { "name": "\(pipeline)", "stages": [ { "stage": "load", "tables": { "events": { "dataset": "events" } } } ] }
            """, to: "pipeline.json")
        return try DocumentReader(catalog: Catalog.components, stages: Catalog.stages).resolve(
            pipeline: directory.file("pipeline.json"), config: directory.file("config.json"))
    }

    func ended(in directory: TemporaryDirectory) throws -> EndedRun {
        let resolved = try resolved(in: directory)
        var record = RunRecord(
            id: Self.id, environment: [:], pipeline: resolved.pipeline.json, config: resolved.config.json, seed: 0,
            asOf: nil, started: Date(timeIntervalSince1970: Self.started))
        record.status = status
        record.exitStatus = exitCode.rawValue
        record.ended = Date(timeIntervalSince1970: endSeconds)
        record.stages = stages
        record.error = error
        record.peakMemoryBytes = peakMemoryBytes
        record.gate = gate
        let result = RunResult(
            record: record, evaluation: evaluation, counts: [], report: "/srv/runs/\(Self.id)/report.html", bundle: nil,
            isPublished: exitCode == .done, isWhole: isWhole, exitCode: exitCode, error: error)
        let content = ReportContent(
            run: record, counts: [], distributions: [], evaluation: evaluation, definitions: [:], curves: [],
            bundle: nil)
        return EndedRun(
            pipeline: resolved, workspace: Workspace(path: directory.path, files: FileSystem()), result: result,
            content: content)
    }

    func unstarted(in directory: TemporaryDirectory) throws -> UnstartedRun {
        UnstartedRun(
            pipeline: try resolved(in: directory), workspace: Workspace(path: directory.path, files: FileSystem()),
            asked: Date(timeIntervalSince1970: Self.started), exitCode: .locked, error: "another run is in progress")
    }
}
