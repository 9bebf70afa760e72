/// The keys of a component as a table: one row for each key, nested ones below those that hold them.
struct SettingTable {
    struct Row: Equatable {
        let key: String
        let type: String
        let presence: String
        let summary: String
    }

    private(set) var rows: [Row] = []

    init(_ settings: [SettingDescription]) {
        for setting in settings { append(setting, prefix: "") }
    }

    init(_ description: ObjectDescription) {
        append(description, prefix: "")
    }

    /// A Markdown table; a sentence where there are no keys.
    var markdown: String {
        guard !rows.isEmpty else { return "It has no settings." }
        let lines = rows.map { row in
            "| \([Self.code(row.key), row.type, row.presence, row.summary].map(Self.cell).joined(separator: " | ")) |"
        }
        return (["| key | type | default | meaning |", "|---|---|---|---|"] + lines).joined(separator: "\n")
    }

    private mutating func append(_ description: ObjectDescription, prefix: String) {
        if let variants = description.variants {
            let names = variants.components.map { Self.code($0.name) }.joined(separator: ", ")
            rows.append(
                Row(
                    key: prefix + variants.discriminator, type: "one of \(names)",
                    presence: variants.fallback.map { Self.code(JSON.string($0).text()) } ?? "required",
                    summary: "\(variants.summary) Its own keys stand beside this one."))
        }
        for setting in description.settings { append(setting, prefix: prefix) }
    }

    private mutating func append(_ setting: SettingDescription, prefix: String) {
        let key = prefix + setting.name
        rows.append(
            Row(
                key: key, type: Self.type(setting.shape), presence: Self.text(setting.presence),
                summary: setting.summary))
        appendKeys(of: setting.shape, in: key)
    }

    /// The keys of the objects a value consists of; of alternatives, those of the first that has any.
    private mutating func appendKeys(of shape: SettingShape, in key: String) {
        switch shape {
        case .object(let description): append(description, prefix: "\(key).")
        case .list(let element, _): appendKeys(of: element, in: "\(key)[]")
        case .map(let value): appendKeys(of: value, in: "\(key).NAME")
        case .anyOf(let shapes):
            let count = rows.count
            for shape in shapes where rows.count == count { appendKeys(of: shape, in: key) }
        case .integer, .number, .string, .bool, .choice, .any: break
        }
    }

    private static func text(_ presence: SettingDescription.Presence) -> String {
        switch presence {
        case .required: "required"
        case .optional: "none"
        case .defaulted(let value): code(value.text())
        }
    }

    private static func type(_ shape: SettingShape) -> String {
        switch shape {
        case .integer(let range): "integer" + (range.map { ", \($0)" } ?? "")
        case .number(let range): "number" + (range.map { ", \($0)" } ?? "")
        case .string(let pattern): "string" + (pattern.map { ", matches \(code($0))" } ?? "")
        case .bool: "true or false"
        case .choice(let names): "one of " + names.map(code).joined(separator: ", ")
        case .list(let element, let minimumCount):
            "list (\(type(element)))" + (minimumCount > 0 ? ", at least \(minimumCount)" : "")
        case .map(let value): "object, each value: \(type(value))"
        case .object: "object"
        case .anyOf(let shapes): shapes.map(type).joined(separator: "; or ")
        case .any: "any value"
        }
    }

    private static func code(_ text: String) -> String { "`\(text)`" }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
