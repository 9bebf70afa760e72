/// Turns the descriptions of settings into JSON Schema, draft 2020-12.
struct JSONSchema {
    /// The schema of a whole document.
    static func document(_ description: ObjectDescription, title: String, summary: String) -> JSON {
        let head: [JSON.Member] = [
            .init("$schema", "https://json-schema.org/draft/2020-12/schema"), .init("title", .string(title)),
            .init("description", .string(summary)),
        ]
        return .object(head + (object(description).members ?? []))
    }

    /// An object's schema. Where a key names a component, the keys of each component apply when it is named.
    static func object(_ description: ObjectDescription) -> JSON {
        guard let variants = description.variants else { return closed(description.settings) }
        let names = variants.components.map { JSON.string($0.name) }
        let discriminator: JSON = .object(
            [.init("description", .string(variants.summary)), .init("enum", .array(names))]
                + (variants.fallback.map { [.init("default", .string($0))] } ?? []))
        var members: [JSON.Member] = [
            .init("type", "object"), .init("properties", .object([.init(variants.discriminator, discriminator)])),
        ]
        if variants.fallback == nil { members.append(.init("required", [.string(variants.discriminator)])) }
        let branches = variants.components.map { component in
            branch(component, of: variants, common: description.settings)
        }
        members.append(.init("allOf", .array(branches)))
        return .object(members)
    }

    private static func branch(
        _ component: (name: String, summary: String, settings: [SettingDescription]),
        of variants: ObjectDescription.Variants, common: [SettingDescription]
    ) -> JSON {
        let isNamed = JSON.object([.init(variants.discriminator, ["const": .string(component.name)])])
        var condition: [JSON.Member] = [.init("properties", isNamed)]
        if component.name != variants.fallback {
            condition.append(.init("required", [.string(variants.discriminator)]))
        }
        let keys: [JSON.Member] = [.init(variants.discriminator, true)]
        let described = closed(component.settings + common, with: keys)
        return .object([
            .init("if", .object(condition)),
            .init("then", .object([.init("description", .string(component.summary))] + (described.members ?? []))),
        ])
    }

    /// An object with these keys and no others.
    private static func closed(_ settings: [SettingDescription], with keys: [JSON.Member] = []) -> JSON {
        let properties = keys + settings.map { .init($0.name, property($0)) }
        var members: [JSON.Member] = [.init("type", "object"), .init("properties", .object(properties))]
        let required = settings.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { members.append(.init("required", .array(required))) }
        members.append(.init("additionalProperties", false))
        return .object(members)
    }

    private static func property(_ setting: SettingDescription) -> JSON {
        var members: [JSON.Member] = [.init("description", .string(setting.summary))]
        members += shape(setting.shape).members ?? []
        if case .defaulted(let value) = setting.presence { members.append(.init("default", value)) }
        return .object(members)
    }

    private static func shape(_ shape: SettingShape) -> JSON {
        switch shape {
        case .integer(let range): .object([.init("type", "integer")] + bounds(range))
        case .number(let range): .object([.init("type", "number")] + bounds(range))
        case .string(let pattern):
            .object([.init("type", "string")] + (pattern.map { [.init("pattern", .string($0))] } ?? []))
        case .bool: ["type": "boolean"]
        case .choice(let names): ["enum": .array(names.map(JSON.string))]
        case .list(let element, let minimumCount):
            .object(
                [.init("type", "array"), .init("items", self.shape(element))]
                    + (minimumCount > 0 ? [.init("minItems", .integer(minimumCount))] : []))
        case .map(let value): ["type": "object", "additionalProperties": self.shape(value)]
        case .object(let description): object(description)
        case .anyOf(let shapes): ["anyOf": .array(shapes.map(self.shape))]
        case .any: .object([])
        }
    }

    private static func bounds(_ range: SettingRange?) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if let lower = range?.lower {
            members.append(.init(range?.excludesLower == true ? "exclusiveMinimum" : "minimum", .double(lower)))
        }
        if let upper = range?.upper {
            members.append(.init(range?.excludesUpper == true ? "exclusiveMaximum" : "maximum", .double(upper)))
        }
        return members
    }
}

extension SettingDescription {
    var isRequired: Bool {
        if case .required = presence { true } else { false }
    }
}
