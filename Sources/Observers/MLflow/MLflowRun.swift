import Pipeline

/// A run as the server knows it.
struct MLflowRun {
    let id: String
    let experiment: String
    /// Where its files lie: `mlflow-artifacts:/1/0d24…/artifacts`.
    let artifacts: String
    let loggedBatches: Int
    /// The ids of the models it made.
    let models: [String]
    /// Whether MLflow 2 lists a model of it.
    let hasModelTag: Bool

    /// The tag by which MLflow 2 lists a run's models.
    static let modelTag = "mlflow.log-model.history"

    /// - Throws: `MLflowError` where it is no run.
    init(_ json: JSON, of call: String) throws {
        guard let info = json["info"], let id = info["run_id"]?.stringValue,
            let artifacts = info["artifact_uri"]?.stringValue, let experiment = info["experiment_id"]?.stringValue
        else { throw MLflowError.unexpectedAnswer(call: call, lacking: "run") }
        let tags = json["data"]?["tags"]?.arrayValue ?? []
        func tag(_ key: String) -> String? {
            tags.first { $0["key"]?.stringValue == key }?["value"]?.stringValue
        }
        self.id = id
        self.experiment = experiment
        self.artifacts = artifacts
        loggedBatches = max(0, tag(MLflowBatches.progressTag).flatMap(Int.init) ?? 0)
        models = (json["outputs"]?["model_outputs"]?.arrayValue ?? []).compactMap { $0["model_id"]?.stringValue }
        hasModelTag = tag(Self.modelTag) != nil
    }
}
