/// What a run stands in, besides settings and data.
public struct RunSurroundings: Sendable {
    public let seed: UInt64
    /// The instruction set BLAS uses.
    public let blasCore: String
    /// As asked for; nil for just past the newest time of the data.
    public let asOf: Int64?

    public init(seed: UInt64, blasCore: String, asOf: Int64?) {
        self.seed = seed
        self.blasCore = blasCore
        self.asOf = asOf
    }

    func members(of reads: RunInputs) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if reads.contains(.seed) { members.append(.init("seed", .integer(Int(truncatingIfNeeded: seed)))) }
        if reads.contains(.blasCore) { members.append(.init("blas_core", .string(blasCore))) }
        if reads.contains(.asOf) {
            members.append(.init("as_of", asOf.map { .string(Instant.text(microseconds: $0)) } ?? "newest"))
        }
        return members
    }
}
