/// A question about one string whose answer does not depend on the row, so it is asked once per distinct string.
enum TextTest: Sendable, Equatable {
    /// By UTF-8 bytes.
    case compares(Comparison, String)
    case isOne(of: [String])
    case startsWith(String)
    case endsWith(String)
    case contains(String)
    /// A regular expression that was compiled once before, found anywhere in the string.
    case matches(String)

    /// Prepares the test for many strings, given as UTF-8 bytes.
    func predicate() -> (UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .compares(let comparison, let constant):
            let constant = Array(constant.utf8)
            return { comparison.holds(Self.order(of: $0, to: constant)) }
        case .isOne(let constants):
            let constants = Set(constants.map { Array($0.utf8) })
            return { constants.contains(Array($0)) }
        case .startsWith(let prefix):
            let prefix = Array(prefix.utf8)
            return { $0.starts(with: prefix) }
        case .endsWith(let suffix):
            let suffix = Array(suffix.utf8)
            return { $0.suffix(suffix.count).elementsEqual(suffix) }
        case .contains(let part):
            let part = Array(part.utf8)
            return { Self.contains($0, part) }
        case .matches(let pattern):
            guard let regex = try? Self.regex(pattern) else { preconditionFailure("\(pattern) compiled when checked") }
            return { String(decoding: $0, as: UTF8.self).firstMatch(of: regex) != nil }
        }
    }

    func passes(_ string: String) -> Bool {
        Array(string.utf8).withUnsafeBufferPointer(predicate())
    }

    /// Compiles a pattern in Swift's (that is PCRE's) syntax. It matches by Unicode scalars, as `length` counts.
    static func regex(_ pattern: String) throws -> Regex<AnyRegexOutput> {
        try Regex(pattern).matchingSemantics(.unicodeScalar)
    }

    private static func order(of left: UnsafeBufferPointer<UInt8>, to right: [UInt8]) -> Order {
        if left.elementsEqual(right) { return .same }
        return left.lexicographicallyPrecedes(right) ? .before : .after
    }

    private static func contains(_ bytes: UnsafeBufferPointer<UInt8>, _ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard bytes.count >= part.count else { return false }
        return (0...bytes.count - part.count).contains { start in
            bytes[start] == first && bytes[start..<start + part.count].elementsEqual(part)
        }
    }
}
