/// A run that was published, or published again, outside a run.
public struct PublicationNotice: Sendable {
    public let workspace: Workspace
    public let config: String
    public let pipeline: String
    /// When, how and why.
    public let record: PublishingRecord

    public init(workspace: Workspace, config: String, pipeline: String, record: PublishingRecord) {
        self.workspace = workspace
        self.config = config
        self.pipeline = pipeline
        self.record = record
    }

    /// The newest publication of a config and pipeline; nil before the first.
    ///
    /// - Throws: `InputError` where the history can't be read.
    public init?(newestOf workspace: Workspace, config: String, pipeline: String) throws {
        let history = try PublishingHistory(of: workspace, config: config, pipeline: pipeline)
        guard let record = history.records.last else { return nil }
        self.init(workspace: workspace, config: config, pipeline: pipeline, record: record)
    }

    /// The published run.
    public var run: String { record.run }
}
