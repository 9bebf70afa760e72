/// A limit of time or memory ended a run, or keeps it from beginning; exit code 69.
public enum LimitError: Error, Sendable, Equatable, CustomStringConvertible {
    case time(maximumSeconds: Double)
    /// What the process held, as it was measured.
    case memory(held: ByteCount, maximum: ByteCount)
    /// What it will need by what runs before it needed, said in `basis`.
    case expectedMemory(ByteCount, maximum: ByteCount, basis: String)

    public var description: String {
        switch self {
        case .time(let seconds):
            "the run took longer than the \(Self.text(seconds)) s that --max-seconds allows; \(Self.goesOn)"
        case .memory(let held, let maximum):
            "the run held \(held) of memory, and --max-memory allows \(maximum); \(Self.goesOn); \(Self.remedy)"
        case .expectedMemory(let expected, let maximum, let basis):
            "the run will need about \(expected) of memory (\(basis)), and --max-memory allows \(maximum); "
                + "nothing was begun; \(Self.remedy)"
        }
    }

    private static let goesOn = "what was finished is stored, and the next run goes on from there"
    private static let remedy = "allow more, or let it read fewer rows or columns, or train fewer factors"

    private static func text(_ seconds: Double) -> String {
        Int(exactly: seconds).map(String.init) ?? "\(seconds)"
    }
}
