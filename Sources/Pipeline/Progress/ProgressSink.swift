/// Where work in progress is told: a bar on a terminal, nothing elsewhere.
public protocol ProgressSink: Sendable {
    /// The work called `label` has done `completed` of `total` units (`rows`, `users`, `iterations`); ends when they are equal.
    func update(_ label: String, completed: Int, total: Int, unit: String)
}

/// Tells nobody.
public struct SilentProgress: ProgressSink {
    public init() {}
    public func update(_ label: String, completed: Int, total: Int, unit: String) {}
}
