import Pipeline
import Tables

/// What a value becomes, as it is written: text, a number, true or false, or null for a missing cell.
enum MappedValue: SettingValue {
    case missing
    case text(String)
    /// As it was written, so that no digit of a large integer is lost.
    case number(String)
    case flag(Bool)

    static var shape: SettingShape { .any }
    static var placeholder: MappedValue { .missing }

    static func decode(_ node: JSONNode, at site: SettingsSite) -> MappedValue? {
        switch node.value {
        case .null: return .missing
        case .string(let text): return .text(text)
        case .number(let spelling): return .number(spelling)
        case .bool(let flag): return .flag(flag)
        case .array, .object:
            site.report("expected a value or null, found \(node.kindDescription)")
            return nil
        }
    }

    var json: JSON {
        switch self {
        case .missing: .null
        case .text(let text): .string(text)
        case .number(let spelling): JSONNode(.number(spelling), origin: .flag("a mapped value")).json
        case .flag(let flag): .bool(flag)
        }
    }

    // The values named as keys are always text; they are read by the same rules.

    func string(at site: SettingsSite?) -> String? {
        if case .text(let text) = self { return text }
        return mismatch("a string, because the column is string", site)
    }

    func int64(at site: SettingsSite?) -> Int64? {
        switch self {
        case .text(let spelling), .number(let spelling):
            Int64(spelling) ?? Double(spelling).flatMap { Int64(exactly: $0) }
                ?? mismatch("a whole number, because the column is int64", site)
        case .flag, .missing: mismatch("a whole number, because the column is int64", site)
        }
    }

    func float64(at site: SettingsSite?) -> Double? {
        switch self {
        case .text(let spelling), .number(let spelling):
            Double(spelling).flatMap { $0.isFinite ? $0 : nil }
                ?? mismatch("a number, because the column is float64", site)
        case .flag, .missing: mismatch("a number, because the column is float64", site)
        }
    }

    func bool(at site: SettingsSite?) -> Bool? {
        switch self {
        case .flag(let flag): flag
        case .text("true"): true
        case .text("false"): false
        case .text, .number, .missing: mismatch("true or false, because the column is bool", site)
        }
    }

    private func mismatch<Value>(_ expected: String, _ site: SettingsSite?) -> Value? {
        site?.report("expected \(expected), found \(json.text())")
        return nil
    }
}
