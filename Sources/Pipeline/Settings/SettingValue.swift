/// A type a setting can have: how it is checked, described and written.
public protocol SettingValue: Sendable {
    static var shape: SettingShape { get }
    /// Any valid value; stands in while a component is described, or after a problem was reported.
    static var placeholder: Self { get }
    /// Reads the value, or reports at `site` what was expected and returns nil.
    static func decode(_ node: JSONNode, at site: SettingsSite) -> Self?
    /// The value as it enters cache keys and `run.json`.
    var json: JSON { get }
    /// Whether values only say where something lies, or are secret: then they are no part of what identifies a result.
    static var isLocation: Bool { get }
}

extension SettingValue {
    public static var isLocation: Bool { false }
}

extension SettingsSite {
    func reportMismatch(expected: String, found node: JSONNode) {
        report("expected \(expected), found \(node.kindDescription)")
    }
}

extension Int: SettingValue {
    public static var shape: SettingShape { .integer(nil) }
    public static var placeholder: Int { 1 }
    public static func decode(_ node: JSONNode, at site: SettingsSite) -> Int? {
        if case .number(let text) = node.value, let value = Int(text) ?? Double(text).flatMap(Int.init(exactly:)) {
            return value
        }
        site.reportMismatch(expected: "a whole number", found: node)
        return nil
    }
    public var json: JSON { .integer(self) }
}

extension Double: SettingValue {
    public static var shape: SettingShape { .number(nil) }
    public static var placeholder: Double { 1 }
    public static func decode(_ node: JSONNode, at site: SettingsSite) -> Double? {
        guard case .number(let text) = node.value, let value = Double(text) else {
            site.reportMismatch(expected: "a number", found: node)
            return nil
        }
        if value.isFinite { return value }
        site.reportMismatch(expected: "a number that a double can hold", found: node)
        return nil
    }
    public var json: JSON { .double(self) }
}

extension Bool: SettingValue {
    public static var shape: SettingShape { .bool }
    public static var placeholder: Bool { false }
    public static func decode(_ node: JSONNode, at site: SettingsSite) -> Bool? {
        if case .bool(let value) = node.value { return value }
        site.reportMismatch(expected: "true or false", found: node)
        return nil
    }
    public var json: JSON { .bool(self) }
}

extension String: SettingValue {
    public static var shape: SettingShape { .string(pattern: nil) }
    public static var placeholder: String { "" }
    public static func decode(_ node: JSONNode, at site: SettingsSite) -> String? {
        if case .string(let value) = node.value { return value }
        site.reportMismatch(expected: "a string", found: node)
        return nil
    }
    public var json: JSON { .string(self) }
}

extension Array: SettingValue where Element: SettingValue {
    public static var shape: SettingShape { .list(Element.shape, minimumCount: 0) }
    public static var placeholder: [Element] { [] }
    public static func decode(_ node: JSONNode, at site: SettingsSite) -> [Element]? {
        guard let nodes = node.elements else {
            site.reportMismatch(expected: "a list", found: node)
            return nil
        }
        let decoded = nodes.enumerated().map { Element.decode($1, at: site[$0]) }
        return decoded.contains { $0 == nil } ? nil : decoded.compactMap(\.self)
    }
    public var json: JSON { .array(map(\.json)) }
    public static var isLocation: Bool { Element.isLocation }
}

/// Names chosen by the user, each with a value, in the order they are written.
public struct SettingMap<Value: SettingValue>: SettingValue {
    public let entries: [(name: String, value: Value)]

    public init(_ entries: [(name: String, value: Value)]) {
        self.entries = entries
    }

    public static var shape: SettingShape { .map(Value.shape) }
    public static var placeholder: SettingMap { SettingMap([]) }
    public static func decode(_ node: JSONNode, at site: SettingsSite) -> SettingMap? {
        guard let members = node.members else {
            site.reportMismatch(expected: "an object", found: node)
            return nil
        }
        let decoded = members.map { ($0.name, Value.decode($0.value, at: site[$0.name])) }
        let entries = decoded.compactMap { name, value in value.map { (name, $0) } }
        return entries.count == decoded.count ? SettingMap(entries) : nil
    }
    public var json: JSON { .object(entries.map { .init($0.name, $0.value.json) }) }
    public static var isLocation: Bool { Value.isLocation }
}

/// A setting with a fixed set of spellings: conform a `String` enum and the raw values are the spellings.
public protocol SettingChoice: SettingValue, RawRepresentable, CaseIterable where RawValue == String {}

extension SettingChoice {
    public static var shape: SettingShape { .choice(allCases.map(\.rawValue)) }
    public static var placeholder: Self { allCases.first! }
    public static func decode(_ node: JSONNode, at site: SettingsSite) -> Self? {
        let names = allCases.map(\.rawValue)
        guard case .string(let text) = node.value else {
            site.reportMismatch(expected: "one of \(names.joined(separator: ", "))", found: node)
            return nil
        }
        if let value = Self(rawValue: text) { return value }
        site.report("unknown value \(JSON.string(text).text())", hint: NearestName.hint(for: text, among: names))
        return nil
    }
    public var json: JSON { .string(rawValue) }
}
