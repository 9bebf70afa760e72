/// What a run that ended well, or was refused, took.
struct FinishedRun {
    struct Stage {
        let name: StageName
        let seconds: Double
        /// Whether it did any work, rather than reuse what was stored.
        let hasRun: Bool
    }

    let id: String
    let stages: [Stage]
    let peakMemoryBytes: Int
    let inputBytes: Int

    /// Whether any of its stages did.
    var hasWorked: Bool { stages.contains(where: \.hasRun) }

    /// Reads a run's record; nil where the run has not ended, or an error ended it.
    init?(id: String, _ record: JSON) {
        guard record["status"]?.stringValue != RunRecord.Status.running.rawValue, record["error"] == .null,
            let peak = record["peak_memory_bytes"]?.integerValue
        else { return nil }
        self.id = id
        stages = (record["stages"]?.arrayValue ?? []).compactMap(Stage.init)
        peakMemoryBytes = peak
        inputBytes = (record["inputs"]?.arrayValue ?? []).reduce(0) { $0 + ($1["size"]?.integerValue ?? 0) }
    }
}

extension FinishedRun.Stage {
    fileprivate init?(_ json: JSON) {
        guard let name = json["stage"]?.stringValue.flatMap(StageName.init), let seconds = json["seconds"]?.doubleValue
        else { return nil }
        self.init(
            name: name, seconds: seconds, hasRun: json["status"]?.stringValue == StageRecord.Status.ran.rawValue)
    }
}
