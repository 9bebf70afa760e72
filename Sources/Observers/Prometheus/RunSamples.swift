import Foundation
import Pipeline

/// What a metrics file says of one run.
struct RunSamples {
    let labels: [MetricSample.Label]
    private let result: RunResult

    init(_ run: EndedRun) {
        labels = Self.labels(config: run.pipeline.config.name, pipeline: run.pipeline.pipeline.name)
        result = run.result
    }

    static func labels(config: String, pipeline: String) -> [MetricSample.Label] {
        [.init(name: "config", value: config), .init(name: "pipeline", value: pipeline)]
    }

    /// Whether a sample is of this run's config and pipeline.
    func owns(_ sample: MetricSample) -> Bool {
        labels.allSatisfy { sample[$0.name] == $0.value }
    }

    /// - Parameter lastSuccess: when a run last ended well before this one, as far as is known.
    func samples(lastSuccess: Double?) -> [MetricSample] {
        let record = result.record
        let ended = Self.seconds(record.ended ?? record.started)
        var samples: [MetricSample] = []
        if let success = result.exitCode == .done && result.isWhole ? ended : lastSuccess {
            samples.append(sample(.lastSuccess, success))
        }
        samples += [
            sample(.lastRun, ended), sample(.exitStatus, Double(result.exitCode.rawValue)),
            sample(.duration, ((ended - Self.seconds(record.started)) * 1000).rounded() / 1000),
            sample(.published, result.isPublished ? 1 : 0),
        ]
        if let bytes = record.peakMemoryBytes { samples.append(sample(.peakMemory, Double(bytes))) }
        return samples + gate + record.stages.flatMap(stage) + metrics
    }

    /// Since 1970, to the millisecond, as records state times.
    private static func seconds(_ date: Date) -> Double { (date.timeIntervalSince1970 * 1000).rounded() / 1000 }

    private func sample(_ family: MetricFamily, _ value: Double, _ own: KeyValuePairs<String, String> = [:])
        -> MetricSample
    {
        MetricSample(name: family.name, labels: labels + own.map { .init(name: $0.key, value: $0.value) }, value: value)
    }

    private func stage(_ record: StageRecord) -> [MetricSample] {
        let name = record.stage.rawValue
        var rows: [(table: String, count: Int)] = []
        var dropped: [(table: String, reason: String, count: Int)] = []
        for step in record.steps {
            // The last step of a table says how many rows the stage left of it.
            rows.removeAll { $0.table == step.table }
            rows.append((step.table, step.rowsOut))
            for (reason, count) in step.dropped {
                if let index = dropped.firstIndex(where: { $0.table == step.table && $0.reason == reason }) {
                    dropped[index].count += count
                } else {
                    dropped.append((step.table, reason, count))
                }
            }
        }
        return [sample(.stageDuration, record.seconds, ["stage": name])]
            + rows.map { sample(.rows, Double($0.count), ["stage": name, "table": $0.table]) }
            + dropped.map {
                sample(.dropped, Double($0.count), ["stage": name, "table": $0.table, "reason": $0.reason])
            }
    }

    /// Nothing where the pipeline has no gate, or the run did not come that far.
    private var gate: [MetricSample] {
        guard let decision = result.record.gate?.decision else { return [] }
        return [GateVerdict.Decision.passed, .refused, .forced].map {
            sample(.gate, $0 == decision ? 1 : 0, ["decision": $0.rawValue])
        }
    }

    private var metrics: [MetricSample] {
        guard let evaluation = result.evaluation,
            let winner = evaluation.candidates.first(where: { $0.id == evaluation.selected })
        else { return [] }
        return winner.metrics.filter { $0.value.value.isFinite }.map { score in
            sample(.metric, score.value.value, ["candidate": winner.id, "metric": score.metric])
        }
    }
}
