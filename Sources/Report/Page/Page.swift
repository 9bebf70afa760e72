/// The frame of a self-contained page: nothing in it is fetched and nothing in it runs.
package struct Page {
    package struct Section {
        let id: String
        let title: String
        let content: HTML

        package init(id: String, title: String, content: HTML) {
            self.id = id
            self.title = title
            self.content = content
        }
    }

    let title: String
    /// What stands above the sections, the first heading included.
    let header: HTML
    let sections: [Section]
    let footer: HTML

    package init(title: String, header: HTML, sections: [Section], footer: HTML) {
        self.title = title
        self.header = header
        self.sections = sections
        self.footer = footer
    }

    /// The document's text. Well-formed XML too, so that a strict parser reads it.
    package var document: String {
        let page = HTML(.html, .init("lang", "en")) {
            head
            HTML(.body) {
                HTML(.a, .class("skip"), .init("href", "#content")) { "Skip to the content" }
                HTML(.header) { header }
                navigation
                HTML(.main, .id("content")) {
                    for section in sections { self.section(section) }
                }
                HTML(.footer) { footer }
            }
        }
        return "<!DOCTYPE html>\n\(page.markup)\n"
    }

    /// The policy forbids the browser whatever escaping might have let through: scripts, frames, every request.
    private var head: HTML {
        HTML(.head) {
            HTML(.meta, .init("charset", "utf-8"))
            HTML(
                .meta, .init("http-equiv", "Content-Security-Policy"),
                .init(
                    "content",
                    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'")
            )
            HTML(.meta, .init("name", "viewport"), .init("content", "width=device-width, initial-scale=1"))
            HTML(.meta, .init("name", "color-scheme"), .init("content", "light dark"))
            HTML(.meta, .init("name", "referrer"), .init("content", "no-referrer"))
            HTML(.title) { HTML(text: title) }
            // An empty icon, so that no browser asks a server for one.
            HTML(.link, .init("rel", "icon"), .init("href", "data:,"))
            HTML.style(Stylesheet.text)
        }
    }

    private var navigation: HTML {
        HTML(.nav, .init("aria-label", "Sections")) {
            HTML(.ul) {
                for section in sections {
                    HTML(.li) {
                        HTML(.a, .init("href", "#\(section.id)")) { HTML(text: section.title) }
                    }
                }
            }
        }
    }

    private func section(_ section: Section) -> HTML {
        HTML(.section, .id(section.id), .init("aria-labelledby", "\(section.id)-title")) {
            HTML(.h2, .id("\(section.id)-title")) { HTML(text: section.title) }
            section.content
        }
    }
}
