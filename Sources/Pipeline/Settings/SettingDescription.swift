/// What one key of a component is: the source of its check, its JSON Schema and its line in the reference.
public struct SettingDescription: Sendable {
    public enum Presence: Sendable {
        case required
        /// May be left out, which means something of its own.
        case optional
        /// Left out, it is this.
        case defaulted(JSON)
    }

    public let name: String
    public let summary: String
    public let shape: SettingShape
    public let presence: Presence
}

/// The shape of a setting's value.
public indirect enum SettingShape: Sendable {
    case integer(SettingRange?)
    case number(SettingRange?)
    /// The pattern is a regular expression that matches somewhere in the text, as JSON Schema takes it.
    case string(pattern: String?)
    case bool
    case choice([String])
    case list(SettingShape, minimumCount: Int)
    /// An object whose names are the user's and whose values share a shape.
    case map(SettingShape)
    case object(ObjectDescription)
    case anyOf([SettingShape])
    /// Any JSON value.
    case any
}

/// The keys of an object; where one names a component, also the keys of each component it can name.
public struct ObjectDescription: Sendable {
    public struct Variants: Sendable {
        /// The key that names the component: `step`, `model`, `by` …
        public let discriminator: String
        public let summary: String
        /// The component meant where the discriminator is left out.
        public let fallback: String?
        public let components: [(name: String, summary: String, settings: [SettingDescription])]
    }

    public let settings: [SettingDescription]
    public let variants: Variants?
}

/// The numbers a setting may have.
public struct SettingRange: Sendable, Equatable, CustomStringConvertible {
    public let lower: Double?
    public let upper: Double?
    public let excludesLower: Bool
    public let excludesUpper: Bool

    public static func from(_ lower: Double, to upper: Double) -> SettingRange {
        .init(lower: lower, upper: upper, excludesLower: false, excludesUpper: false)
    }
    public static func atLeast(_ lower: Double) -> SettingRange {
        .init(lower: lower, upper: nil, excludesLower: false, excludesUpper: false)
    }
    public static func above(_ lower: Double) -> SettingRange {
        .init(lower: lower, upper: nil, excludesLower: true, excludesUpper: false)
    }
    /// Strictly between.
    public static func between(_ lower: Double, _ upper: Double) -> SettingRange {
        .init(lower: lower, upper: upper, excludesLower: true, excludesUpper: true)
    }

    public func contains(_ value: Double) -> Bool {
        if let lower, excludesLower ? value <= lower : value < lower { return false }
        if let upper, excludesUpper ? value >= upper : value > upper { return false }
        return value.isFinite
    }

    public var description: String {
        func number(_ value: Double) -> String { JSON.double(value).text() }
        switch (lower, upper) {
        case (let lower?, let upper?):
            return excludesLower
                ? "between \(number(lower)) and \(number(upper)), ends excluded"
                : "from \(number(lower)) to \(number(upper))"
        case (let lower?, nil): return excludesLower ? "above \(number(lower))" : "at least \(number(lower))"
        case (nil, let upper?): return "at most \(number(upper))"
        case (nil, nil): return "any number"
        }
    }
}
