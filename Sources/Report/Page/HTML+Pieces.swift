import Pipeline

/// Pieces that several sections use.
extension HTML {
    package static func paragraph(_ content: HTML, class name: String? = nil) -> HTML {
        HTML(.p, attributes: name.map { [.class($0)] } ?? [], content: content)
    }

    package static func code(_ text: String) -> HTML {
        HTML(.code) { HTML(text: text) }
    }

    /// A run's id or another name of the program's, on one line.
    package static func run(_ id: String) -> HTML {
        HTML(.code, .class("whole")) { HTML(text: id) }
    }

    /// A name or id from the shop's data: kept from turning the direction of the text around it.
    package static func name(_ text: String) -> HTML {
        HTML(.bdi) { HTML(text: text) }
    }

    /// A quiet line below what stands before it.
    package static func below(_ content: HTML) -> HTML {
        HTML(.small, .class("stack")) { content }
    }

    /// The ends of an interval, on a line below what stands before it.
    package static func range(_ low: String, _ high: String) -> HTML {
        HTML(.small, .class("stack range")) { "\(low) to \(high)" }
    }

    /// A sentence below what stands before it in a cell, wide enough to read.
    package static func prose(_ content: HTML) -> HTML {
        HTML(.small, .class("stack prose")) { content }
    }

    /// The same of a text that may be long: cut after a word, and marked where it is.
    package static func prose(shortening text: String) -> HTML {
        guard text.count > mostCharacters else { return prose(HTML(text: text)) }
        let start = text.prefix(mostCharacters)
        let words = start.lastIndex(of: " ").map { start[..<$0] } ?? start
        return prose(HTML(text: words + " …"))
    }

    private static var mostCharacters: Int { 240 }

    /// Names and what they are, in pairs.
    package static func facts(_ pairs: [(name: HTML, value: HTML)], class name: String = "facts") -> HTML {
        HTML(.dl, .class(name)) {
            for pair in pairs {
                HTML(.div) {
                    HTML(.dt) { pair.name }
                    HTML(.dd) { pair.value }
                }
            }
        }
    }

    /// What opens on demand.
    package static func details(_ summary: HTML, _ content: HTML) -> HTML {
        HTML(.details) {
            HTML(.summary) { summary }
            content
        }
    }

    /// A setting as a person reads it: strings without quotes, everything else as JSON spells it.
    package static func setting(_ value: JSON) -> HTML {
        code(value.stringValue ?? value.text())
    }
}
