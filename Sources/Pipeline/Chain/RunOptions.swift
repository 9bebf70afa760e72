/// What a run is asked to do besides what its pipeline and config say.
public struct RunOptions: Sendable {
    /// The exclusive instant to pretend to run at, microseconds UTC; nil for just past the newest time of the data.
    public let asOf: Int64?
    /// The last stage to run.
    public let until: StageName
    /// Runs this stage and all after it anew, whatever is stored; nil to reuse what is.
    public let from: StageName?
    /// Runs every stage anew, whatever is stored.
    public let force: Bool
    /// Seconds to wait for another run of the same config and pipeline.
    public let waitSeconds: Double
    public let limits: RunLimits

    public init(
        asOf: Int64? = nil, until: StageName = .export, from: StageName? = nil, force: Bool = false,
        waitSeconds: Double = 0, limits: RunLimits = RunLimits()
    ) {
        self.asOf = asOf
        self.until = until
        self.from = from
        self.force = force
        self.waitSeconds = waitSeconds
        self.limits = limits
    }

    /// Whether stored results of a stage are used.
    func reuses(_ stage: StageName) -> Bool {
        !force && from.map { stage < $0 } ?? true
    }

    /// The flag that keeps stored results from being used.
    var renewingFlag: String { from.map { "--from \($0.rawValue)" } ?? "--force" }
}
