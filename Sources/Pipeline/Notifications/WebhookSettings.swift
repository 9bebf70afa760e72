/// Where a site wants runs announced by HTTP.
public struct WebhookSettings: Sendable {
    public let url: TextOrSecret
    public let outcomes: [RunOutcome]
    /// How long one attempt may take.
    public let timeoutSeconds: Double
    /// How many attempts follow a failed one.
    public let retries: Int
    public let headers: [(name: String, value: TextOrSecret)]

    init(from settings: SettingsReader) {
        url = settings.required("url", "Where to POST, http:// or https://; a secret where the address is one.")
        outcomes = settings.value("on", default: [.failure], "Which ends of a run to tell of.")
        timeoutSeconds = settings.value(
            "timeout_seconds", default: 10, .from(0.1, to: 60), "How long one attempt may take.")
        retries = settings.value("retries", default: 3, .from(0, to: 5), "How many attempts follow a failed one.")
        let stated: SettingMap<TextOrSecret> = settings.value(
            "headers", default: SettingMap([]), "More header fields; values may be secrets.")
        headers = stated.entries
        if case .text(let text) = url, !Self.isAddress(text) {
            settings.site["url"].report(
                "expected an address that starts with http:// or https://", hint: "such as https://example.com/hook")
        }
        for (name, value) in headers { Self.check(name, value, at: settings.site["headers"][name]) }
    }

    private static func isAddress(_ text: String) -> Bool {
        ["http://", "https://"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
    }

    /// RFC 9110, 5.1 and 5.5: a name is a token, a value holds no control characters.
    private static func check(_ name: String, _ value: TextOrSecret, at site: SettingsSite) {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        let isToken = name.utf8.allSatisfy { byte in
            byte.isDigit || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
                || marks.contains(byte)
        }
        if name.isEmpty || !isToken { site.report("\(JSON.string(name).text()) is no name of a header field") }
        if case .text(let text) = value, !isFieldValue(text) {
            site.report("a header field holds no line breaks or control characters")
        }
    }

    /// Whether a header field can have this value; what a secret holds is known only when it is used.
    package static func isFieldValue(_ text: String) -> Bool {
        !text.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
    }
}
