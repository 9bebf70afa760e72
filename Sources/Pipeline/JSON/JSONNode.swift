/// A parsed JSON value that knows where it was stated.
public struct JSONNode: Sendable {
    public indirect enum Value: Sendable {
        case null
        case bool(Bool)
        /// The number's spelling, kept so that no digit is lost before a setting's type is known.
        case number(String)
        case string(String)
        case array([JSONNode])
        case object([Member])
    }

    public struct Member: Sendable {
        public let name: String
        public let nameOrigin: Origin
        public var value: JSONNode

        public init(name: String, nameOrigin: Origin, value: JSONNode) {
            self.name = name
            self.nameOrigin = nameOrigin
            self.value = value
        }
    }

    public var value: Value
    public let origin: Origin

    public init(_ value: Value, origin: Origin) {
        self.value = value
        self.origin = origin
    }

    public var members: [Member]? { if case .object(let members) = value { members } else { nil } }
    public var elements: [JSONNode]? { if case .array(let elements) = value { elements } else { nil } }
    public var string: String? { if case .string(let string) = value { string } else { nil } }

    public subscript(name: String) -> JSONNode? {
        members?.first { $0.name == name }?.value
    }

    /// The same value with every part of it stated at `origin`.
    public func stated(at origin: Origin) -> JSONNode {
        switch value {
        case .array(let elements): JSONNode(.array(elements.map { $0.stated(at: origin) }), origin: origin)
        case .object(let members):
            JSONNode(
                .object(members.map { Member(name: $0.name, nameOrigin: origin, value: $0.value.stated(at: origin)) }),
                origin: origin)
        default: JSONNode(value, origin: origin)
        }
    }

    /// The value without its positions.
    public var json: JSON {
        switch value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .number(let text): Int(text).map(JSON.integer) ?? .double(Double(text) ?? .nan)
        case .string(let string): .string(string)
        case .array(let elements): .array(elements.map(\.json))
        case .object(let members): .object(members.map { .init($0.name, $0.value.json) })
        }
    }

    /// What a message calls this value: `the string "ten"`, `an object`.
    public var kindDescription: String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text): "the number \(text)"
        case .string(let string): "the string \(JSON.string(string.prefix(60) + (string.count > 60 ? "…" : "")).text())"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
