import Modelling

/// One candidate of one run, as it takes part in a comparison.
public struct ComparedModel: Sendable {
    public let run: StoredRun
    /// Position of the run among the runs compared.
    public let runIndex: Int
    public let candidate: String
    public let isSelected: Bool
    /// Whether it is this model that services are given now.
    public let isPublished: Bool
    public let modelName: String
    public let testDigest: String
    public let fitSeconds: Double
    /// The evaluation model's tensors as a file; nil where the run doesn't say.
    public let bytes: Int?
    public let metrics: [Evaluation.Score]
    /// The metric its run chose candidates by, which trainings that stop early are validated with: as its pipeline says, else
    /// the first that was scored. Nil for a run without metrics.
    public let selectMetric: String?
    public let curves: [Evaluation.Curve]
    /// Nil where the run doesn't say.
    public let trace: TrainingTrace?
    /// The candidate's settings without its id and model; empty where the pipeline doesn't list it.
    public let settings: [JSON.Member]

    /// - Parameter candidate: nil for the one the run selected.
    /// - Throws: `InputError` where the run has no metrics, or not this candidate.
    init(_ run: StoredRun, index: Int, candidate: String?, metrics file: JSON, details: JSON?) throws {
        let selected = file["selected"]?.stringValue ?? ""
        let id = candidate ?? selected
        let candidates = file["candidates"]?.arrayValue ?? []
        guard let scores = candidates.first(where: { $0["id"]?.stringValue == id }) else {
            let known = candidates.compactMap { $0["id"]?.stringValue }
            throw InputError(
                path: "\(run.directory)/metrics.json", found: "there is no candidate \(JSON.string(id).text())",
                remedy: NearestName.hint(for: id, among: known) ?? "the run has \(known.joined(separator: ", "))")
        }
        self.run = run
        runIndex = index
        self.candidate = id
        isSelected = id == selected
        isPublished = isSelected && run.isPublished
        modelName = scores["model"]?.stringValue ?? ""
        testDigest = file["test_digest"]?.stringValue ?? ""
        fitSeconds = scores["fit_seconds"]?.doubleValue ?? .nan
        metrics = Evaluation.scores(scores["metrics"])
        selectMetric = run.selectMetric(among: metrics)
        let detail = details?["candidates"]?.arrayValue?.first { $0["id"]?.stringValue == id }
        bytes = detail?["bytes"]?.integerValue
        curves = (detail?["curves"]?.arrayValue ?? []).map(Evaluation.Curve.init)
        trace = detail?["training"].flatMap(TrainingTrace.init)
        let listed = run.settings(of: .train)?["candidates"]?.arrayValue?.first { $0["id"]?.stringValue == id }
        settings = (listed?.members ?? []).filter { $0.name != "id" && $0.name != "model" }
    }

    /// What the gate said of it; nil without a gate, and for another than its run's winner.
    public var verdict: RecordedVerdict? { isSelected ? run.verdict : nil }

    public func value(of metric: String) -> MetricValue? { metrics.first { $0.metric == metric }?.value }
}
