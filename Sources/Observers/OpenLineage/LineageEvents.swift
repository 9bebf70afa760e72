import DurableFiles
import Foundation
import Pipeline

/// The events of one run as OpenLineage 2-0-2 defines them: one at its start, one at its end.
///
/// Both are made when the run has ended, with the times at which it started and ended.
package struct LineageEvents {
    private static let schema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"

    package let start: JSON
    package let ending: JSON

    package var all: [JSON] { [start, ending] }

    /// - Throws: `FileError` where the run's bundle can't be read.
    package init(_ run: EndedRun, namespace: String) throws(FileError) {
        let record = run.result.record
        let facets = LineageFacets(producer: "urn:mercer:\(MercerVersion.current)")
        let job: JSON = [
            "namespace": .string(namespace),
            "name": .string("\(run.pipeline.config.name).\(run.pipeline.pipeline.name)"),
            "facets": facets.job(run),
        ]
        let inputs = LineageInputs(run).datasets(facets)
        func event(_ type: String, at time: Date, run runFacets: JSON, outputs: [JSON]) -> JSON {
            [
                "eventType": .string(type), "eventTime": .string(Instant.text(time)),
                "run": ["runId": .string(RunUUID.text(of: record.id)), "facets": runFacets], "job": job,
                "inputs": .array(inputs), "outputs": .array(outputs), "producer": .string(facets.producer),
                "schemaURL": .string(Self.schema),
            ]
        }
        start = event("START", at: record.started, run: facets.run(run, error: nil), outputs: [])
        ending = event(
            Self.type(of: record.status), at: record.ended ?? record.started,
            run: facets.run(run, error: record.error), outputs: try LineageOutputs(run).datasets(facets))
    }

    private static func type(of status: RunRecord.Status) -> String {
        switch status {
        case .succeeded, .refused: "COMPLETE"
        case .interrupted: "ABORT"
        case .failed, .running: "FAIL"
        }
    }
}
