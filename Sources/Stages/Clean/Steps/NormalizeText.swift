import Foundation
import Pipeline
import Tables

/// Brings spellings of the same text together. Each distinct string is rewritten once.
public struct NormalizeText: CleaningStep {
    public static let name = "normalize_text"
    public static let summary = "Rewrites text: trim, lower, upper, nfc, nfkc, collapse_whitespace, alone or in order."

    /// One way of rewriting a string, by Unicode's rules and whatever the locale.
    enum Form: String, CaseIterable, SettingChoice {
        /// Cuts white space off both ends.
        case trim
        case lower
        case upper
        /// Composes canonically equivalent characters.
        case nfc
        /// Composes compatible characters too: full-width letters, ligatures.
        case nfkc
        /// Makes every run of white space one blank.
        case collapseWhitespace = "collapse_whitespace"

        func rewrite(_ text: String) -> String {
            switch self {
            case .trim: Self.trimmed(text)
            case .lower: text.lowercased()
            case .upper: text.uppercased()
            case .nfc: text.precomposedStringWithCanonicalMapping
            case .nfkc: text.precomposedStringWithCompatibilityMapping
            case .collapseWhitespace: Self.collapsed(text)
            }
        }

        private static func trimmed(_ text: String) -> String {
            let scalars = text.unicodeScalars
            guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
                let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
            else { return "" }
            return String(scalars[first...last])
        }

        private static func collapsed(_ text: String) -> String {
            var result = String.UnicodeScalarView()
            var isInBlank = false
            for scalar in text.unicodeScalars {
                let isBlank = scalar.properties.isWhitespace
                if !isBlank {
                    result.append(scalar)
                } else if !isInBlank {
                    result.append(" ")
                }
                isInBlank = isBlank
            }
            return String(result)
        }
    }

    /// One form, or a list of forms that are applied in order.
    struct Forms: SettingValue {
        let forms: [Form]

        static var shape: SettingShape { .anyOf([Form.shape, .list(Form.shape, minimumCount: 1)]) }
        static var placeholder: Forms { Forms(forms: [.trim]) }

        static func decode(_ node: JSONNode, at site: SettingsSite) -> Forms? {
            guard node.elements != nil else { return Form.decode(node, at: site).map { Forms(forms: [$0]) } }
            guard let forms = [Form].decode(node, at: site) else { return nil }
            guard !forms.isEmpty else {
                site.report("names no form", hint: "one of: \(Form.allCases.map(\.rawValue).joined(separator: ", "))")
                return nil
            }
            return Forms(forms: forms)
        }

        var json: JSON { forms.json }
    }

    let column: String
    let forms: Forms

    public init(from settings: SettingsReader) {
        column = settings.required("column", "A string column.")
        forms = settings.required("form", "One form, or a list of forms applied in order.")
    }

    public func check(_ schema: inout TableSchema, at site: SettingsSite) {
        guard let type = schema.type(of: column, at: site["column"]), type != .string else { return }
        site["column"].report("the column \"\(column)\" is \(type.rawValue), expected string")
    }

    public func apply(to table: inout Table, in context: RunContext) throws -> StepEffect {
        guard case .string(let strings) = table.column(column) else {
            preconditionFailure("the column \(column) was string when it was checked")
        }
        let (rewritten, changed) = strings.rewriting { _, string in
            forms.forms.reduce(string) { $1.rewrite($0) }
        }
        table.set(column, to: .string(rewritten))
        return StepEffect(changed: changed)
    }
}
