/// The functions an expression can call. The raw value is the name.
enum BuiltInFunction: String, CaseIterable, Sendable {
    /// Searches for a regular expression anywhere in the text; `^` and `$` anchor it.
    case matches
    case startsWith = "starts_with"
    case endsWith = "ends_with"
    case contains
    /// True of a missing cell, false of a present one; never unknown.
    case isMissing = "is_missing"
    /// The text in lower case by Unicode's rules, whatever the locale.
    case lower
    /// The number of Unicode scalars in the text.
    case length

    var argumentCount: Int {
        switch self {
        case .matches, .startsWith, .endsWith, .contains: 2
        case .isMissing, .lower, .length: 1
        }
    }

    var usage: String {
        switch self {
        case .matches: "matches(column, 'regular expression')"
        case .startsWith, .endsWith, .contains: "\(rawValue)(column, 'text')"
        case .isMissing, .lower, .length: "\(rawValue)(column)"
        }
    }
}
