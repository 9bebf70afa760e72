import Pipeline

/// What a server answered.
public struct HTTPResponse: Sendable {
    public let status: Int
    public let body: [UInt8]

    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; nil where it is none.
    public var json: JSON? { JSON(bytes: body) }

    public var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether the server may answer otherwise a little later (RFC 9110, 15.5.9 and 15.6; RFC 6585, 4).
    var isTransient: Bool { [408, 429, 500, 502, 503, 504].contains(status) }
}
