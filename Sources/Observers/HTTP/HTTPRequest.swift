import Pipeline

/// One request to a server, as `HTTPClient` sends it.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether sending it twice is the same as sending it once (RFC 9110, 9.2.2).
        var isIdempotent: Bool {
            switch self {
            case .get, .put, .delete: true
            case .post, .patch: false
            }
        }
    }

    public enum Body: Sendable {
        case bytes([UInt8])
        /// The content of a file, read while it is sent.
        case file(String)
    }

    public let method: Method
    /// Absolute, with `http` or `https`.
    public let url: String
    public var headers: [(name: String, value: String)]
    public let body: Body?
    /// Whether it may be sent again after an attempt that may have reached the server.
    public let isRepeatable: Bool

    /// - Parameter isRepeatable: nil is what the method allows; say true for a POST that the server takes twice for once.
    public init(
        _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: Body? = nil,
        isRepeatable: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.isRepeatable = isRepeatable ?? method.isIdempotent
    }

    /// A request with a JSON body.
    public init(_ method: Method, _ url: String, json: JSON, isRepeatable: Bool? = nil) {
        self.init(
            method, url, headers: [("Content-Type", "application/json")], body: .bytes(Array(json.text().utf8)),
            isRepeatable: isRepeatable)
    }
}
