/// What can go wrong when a shop is generated.
public enum SampleShopError: Error, Equatable, Sendable {
    /// An option lies outside the sizes the generator supports.
    case outOfRange(option: String, found: Int, allowed: ClosedRange<Int>)
    /// A file or directory could not be written; nothing half-written is left under the final name.
    case cannotWrite(path: String, reason: String)
}

extension SampleShopError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outOfRange(let option, let found, let allowed):
            "`\(option)` is \(found), but must lie between \(allowed.lowerBound) and \(allowed.upperBound)"
        case .cannotWrite(let path, let reason):
            "cannot write \(path): \(reason); check that the directory exists, is writable and has space left"
        }
    }
}
