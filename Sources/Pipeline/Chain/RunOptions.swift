/// What a run is asked to do besides what its pipeline and config say.
public struct RunOptions: Sendable {
    /// The exclusive instant to pretend to run at, microseconds UTC; nil for just past the newest time of the data.
    public let asOf: Int64?
    /// The last stage to run.
    public let until: StageName
    /// Runs every stage anew, whatever is stored.
    public let force: Bool
    /// Seconds to wait for another run of the same config and pipeline.
    public let waitSeconds: Double
    /// Why the winner is to be published even where the gate refuses it; nil to leave that to the gate.
    public let forcePublishReason: String?

    public init(
        asOf: Int64? = nil, until: StageName = .export, force: Bool = false, waitSeconds: Double = 0,
        forcePublishReason: String? = nil
    ) {
        self.asOf = asOf
        self.until = until
        self.force = force
        self.waitSeconds = waitSeconds
        self.forcePublishReason = forcePublishReason
    }
}
