/// How much a run may take before it ends itself.
public struct RunLimits: Sendable, Equatable {
    /// From when it has its lock.
    public let maximumSeconds: Double?
    /// Of the process's resident set.
    public let maximumMemory: ByteCount?

    public init(maximumSeconds: Double? = nil, maximumMemory: ByteCount? = nil) {
        self.maximumSeconds = maximumSeconds
        self.maximumMemory = maximumMemory
    }
}
