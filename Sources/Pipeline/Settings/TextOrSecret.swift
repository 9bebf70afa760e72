import Foundation

/// A text that a document states, or a secret that it only names.
public enum TextOrSecret: SettingValue {
    case text(String)
    case secret(Secret)

    public static var shape: SettingShape { .anyOf([.string(pattern: nil), Secret.shape]) }
    public static var placeholder: TextOrSecret { .text("https://example.com") }
    public static var isLocation: Bool { true }

    public static func decode(_ node: JSONNode, at site: SettingsSite) -> TextOrSecret? {
        if let text = node.string { return .text(text) }
        return Secret.decode(node, at: site).map(TextOrSecret.secret)
    }

    public var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .secret(let secret): secret.json
        }
    }

    public var isSecret: Bool {
        if case .secret = self { true } else { false }
    }

    /// The text itself, for use and for no message.
    ///
    /// - Throws: `InputError` where a secret is not where it should be.
    public func read(environment: [String: String] = ProcessInfo.processInfo.environment) throws(InputError) -> String {
        switch self {
        case .text(let text): text
        case .secret(let secret): try secret.read(environment: environment)
        }
    }
}
