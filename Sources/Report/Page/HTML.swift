/// Markup that can only be made from tags, attributes and escaped text, so unescaped text doesn't compile.
///
/// Item names and ids come from shop data: a string becomes `HTML` only through `init(text:)` or an interpolation, and
/// both escape it. The result is well-formed XML as well as HTML: every element is closed, every attribute quoted.
package struct HTML: Sendable, Equatable {
    package let markup: String

    private init(markup: String) {
        self.markup = markup
    }

    package static let empty = HTML(markup: "")

    /// Text that shows as it is spelled, whatever it holds.
    package init(text: String) {
        markup = Self.escaped(text)
    }

    /// An element around what `content` builds.
    package init(_ tag: Tag, _ attributes: Attribute..., @Builder content: () -> HTML) {
        self.init(tag, attributes: attributes, content: content())
    }

    /// An element with nothing inside.
    package init(_ tag: Tag, _ attributes: Attribute...) {
        self.init(tag, attributes: attributes, content: .empty)
    }

    package init(_ tag: Tag, attributes: [Attribute], content: HTML) {
        let name = tag.rawValue
        let opening = attributes.reduce("<\(name)") { text, attribute in
            "\(text) \(attribute.name)=\"\(Self.escaped(attribute.value))\""
        }
        markup = tag.isVoid ? "\(opening)/>" : "\(opening)>\(content.markup)</\(name)>"
    }

    /// The page's style sheet: spelled in this program, never made from data.
    package static func style(_ sheet: StaticString) -> HTML {
        HTML(markup: "<style>\(sheet)</style>")
    }

    package static func + (left: HTML, right: HTML) -> HTML {
        HTML(markup: left.markup + right.markup)
    }

    package static func joined(_ parts: some Sequence<HTML>, separator: HTML = .empty) -> HTML {
        HTML(markup: parts.map(\.markup).joined(separator: separator.markup))
    }

    package var isEmpty: Bool { markup.isEmpty }

    /// The five characters markup reserves become entities; characters that XML 1.0 forbids become U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension HTML {
    /// An attribute whose name is spelled in this program and whose value is escaped.
    package struct Attribute: Sendable {
        let name: String
        let value: String

        package init(_ name: StaticString, _ value: String) {
            self.name = name.description
            self.value = value
        }

        package static func id(_ value: String) -> Attribute { Attribute("id", value) }
        package static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
    }

    /// Builds the children of an element in the order they are written.
    @resultBuilder
    package enum Builder {
        package static func buildExpression(_ part: HTML) -> HTML { part }
        package static func buildBlock(_ parts: HTML...) -> HTML { .joined(parts) }
        package static func buildOptional(_ part: HTML?) -> HTML { part ?? .empty }
        package static func buildEither(first part: HTML) -> HTML { part }
        package static func buildEither(second part: HTML) -> HTML { part }
        package static func buildArray(_ parts: [HTML]) -> HTML { .joined(parts) }
    }
}

/// A literal is text; what is interpolated is escaped, unless it is `HTML` already.
extension HTML: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) {
        self.init(text: value)
    }

    package init(stringInterpolation: Interpolation) {
        markup = stringInterpolation.markup
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity)
        }

        package mutating func appendLiteral(_ literal: String) { markup += HTML.escaped(literal) }
        package mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }
        package mutating func appendInterpolation(_ part: HTML) { markup += part.markup }
    }
}
