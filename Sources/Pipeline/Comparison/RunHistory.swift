import DurableFiles
import Foundation

/// The runs of a workspace over time, as much of each as an overview shows.
public struct RunHistory: Sendable {
    public struct Entry: Sendable {
        public let id: String
        public let state: RunState
        /// Whether it was to go through all stages of its pipeline; not so with `--until`.
        public let isWhole: Bool
        public let exitStatus: Int?
        /// Microseconds UTC.
        public let started: Int64?
        /// Wall time; nil where the run didn't end.
        public let seconds: Double?
        /// The first line of what ended it.
        public let error: String?
        /// The candidate it selected; nil where it didn't evaluate.
        public let selected: String?
        public let testDigest: String?
        /// Of the selected candidate.
        public let metrics: [Evaluation.Score]
        /// The metric candidates were chosen by.
        public let selectMetric: String?
        public let isPublished: Bool
        public let hasReport: Bool
        /// What the gate said; nil without one.
        public let verdict: RecordedVerdict?
    }

    /// A value that a gate asks of a metric.
    public struct Bound: Sendable, Equatable {
        public enum Side: String, Sendable {
            case minimum, maximum
        }

        public let side: Side
        public let value: Double
    }

    /// The runs of one pipeline on one config, oldest first.
    public struct Series: Sendable {
        public let pipeline: String
        public let config: String
        public let entries: [Entry]
        /// What the newest evaluated run selected by; nil where none evaluated.
        public let metric: String?
        public let isLowerBetter: Bool
        /// What the newest evaluated run's gate asks of the metric.
        public let bounds: [Bound]
    }

    /// By pipeline and config.
    public let series: [Series]
    /// Runs whose record can't be read; one that has yet to write it is not among them.
    public let unreadable: [String]

    /// Reads each run's record and metrics; O(runs).
    ///
    /// - Parameters:
    ///   - pipeline: only its runs; nil for those of all.
    ///   - config: only runs on it; nil for those on all.
    /// - Throws: `FileError` where the workspace can't be read.
    public init(of store: RunStore, pipeline: String? = nil, config: String? = nil) throws(FileError) {
        var groups: [Key: [Entry]] = [:]
        var served: [Key: String?] = [:]
        var newest: [Key: StoredRun] = [:]
        var unreadable: [String] = []
        for id in try store.ids {
            let directory = store.workspace.runDirectory(id)
            guard let run = try? StoredRun(directory: directory) else {
                if try RunState(withoutRecordIn: directory) == .unreadable { unreadable.append(id) }
                continue
            }
            let key = Key(pipeline: run.pipelineName, config: run.configName)
            guard pipeline ?? key.pipeline == key.pipeline, config ?? key.config == key.config else { continue }
            let published =
                served[key] ?? store.workspace.publishedRun(config: key.config, pipeline: key.pipeline)
            served[key] = .some(published)
            let entry = Entry(run, isPublished: published == run.id)
            groups[key, default: []].append(entry)
            if entry.selected != nil { newest[key] = run }
        }
        self.unreadable = unreadable
        series = groups.keys.sorted().map { key in
            let entries = groups[key] ?? []
            let metric = entries.last { $0.selected != nil }?.selectMetric
            let lower = newest[key]?.details?["lower_is_better"]?.arrayValue ?? []
            return Series(
                pipeline: key.pipeline, config: key.config, entries: entries, metric: metric,
                isLowerBetter: lower.contains { $0.stringValue == metric },
                bounds: Bound.all(of: metric ?? "", in: newest[key]?.settings(of: .evaluate)?["gate"]))
        }
    }

    private struct Key: Hashable, Comparable {
        let pipeline: String
        let config: String

        static func < (left: Key, right: Key) -> Bool {
            (left.pipeline, left.config) < (right.pipeline, right.config)
        }
    }
}

extension RunHistory.Bound {
    /// The values that the conditions `minimum` and `bounds` ask of a metric.
    fileprivate static func all(of metric: String, in gate: JSON?) -> [RunHistory.Bound] {
        let conditions = (gate?.arrayValue ?? []).filter { $0["metric"]?.stringValue == metric }
        return conditions.flatMap { condition -> [RunHistory.Bound?] in
            switch condition["condition"]?.stringValue {
            case "minimum": return [bound(.minimum, condition["value"])]
            case "bounds": return [bound(.minimum, condition["minimum"]), bound(.maximum, condition["maximum"])]
            default: return []
            }
        }.compactMap { $0 }
    }

    private static func bound(_ side: Side, _ value: JSON?) -> RunHistory.Bound? {
        value?.doubleValue.map { RunHistory.Bound(side: side, value: $0) }
    }
}

extension RunHistory.Entry {
    init(_ run: StoredRun, isPublished: Bool) {
        let metrics = run.metrics
        let selected = metrics?["selected"]?.stringValue
        let scores = metrics?["candidates"]?.arrayValue?.first { $0["id"]?.stringValue == selected }
        self.metrics = Evaluation.scores(scores?["metrics"])
        selectMetric = run.selectMetric(among: self.metrics)
        id = run.id
        state = run.state
        let stages = run.record["stages"]?.arrayValue ?? []
        isWhole = stages.last?["stage"] == run.record["pipeline"]?["stages"]?.arrayValue?.last?["stage"]
        exitStatus = run.record["exit_status"]?.integerValue
        started = run.started
        seconds = run.seconds
        error = run.record["error"]?.stringValue.flatMap { $0.split(separator: "\n").first.map(String.init) }
        self.selected = selected
        testDigest = metrics?["test_digest"]?.stringValue
        self.isPublished = isPublished
        verdict = run.verdict
        hasReport = FileManager.default.fileExists(atPath: "\(run.directory)/\(ReportContent.file)")
    }

    public func value(of metric: String) -> Evaluation.Score? { metrics.first { $0.metric == metric } }
}
