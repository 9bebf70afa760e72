/// The workspace has not the space a run will need; exit code 74.
public struct DiskSpaceError: Error, Sendable, Equatable, CustomStringConvertible {
    public let workspace: String
    public let expected: ByteCount
    public let free: ByteCount
    /// How `expected` was come by.
    public let basis: String

    public init(workspace: String, expected: ByteCount, free: ByteCount, basis: String) {
        self.workspace = workspace
        self.expected = expected
        self.free = free
        self.basis = basis
    }

    public var description: String {
        "\(workspace): the run will write about \(expected) (\(basis)), and \(free) are free; nothing was begun; "
            + "free space there (see `mercer runs prune`), or name another workspace with --workspace"
    }
}
