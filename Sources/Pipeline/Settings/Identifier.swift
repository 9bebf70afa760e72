/// A name that is part of paths and addresses: `[a-z][a-z0-9_-]*`.
public struct Identifier: SettingValue, Hashable {
    public static let pattern = "[a-z][a-z0-9_-]*"

    public let text: String

    /// Names become names of directories, which file systems bound at 255 bytes, with room for what is added to them.
    public static let maximumLength = 100

    /// Nil where the text doesn't match the pattern or is too long.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard let first = text.utf8.first, letters.contains(first) else { return nil }
        let marks = [UInt8(ascii: "_"), UInt8(ascii: "-")]
        guard text.utf8.allSatisfy({ letters.contains($0) || $0.isDigit || marks.contains($0) }) else { return nil }
        self.text = text
    }

    private init(valid text: String) {
        self.text = text
    }

    public static var shape: SettingShape { .string(pattern: "^\(pattern)$") }
    public static var placeholder: Identifier { Identifier(valid: "unnamed") }

    public static func decode(_ node: JSONNode, at site: SettingsSite) -> Identifier? {
        guard let text = String.decode(node, at: site) else { return nil }
        if let identifier = Identifier(text) { return identifier }
        site.reportMismatch(
            expected: "a name of at most \(maximumLength) characters that matches \(pattern)", found: node)
        return nil
    }

    public var json: JSON { .string(text) }
}
