extension HTML {
    /// The elements our pages use. None of them runs or loads anything.
    package enum Tag: String, Sendable {
        // The page.
        case html, head, meta, title, link, body, header, nav, main, footer, section
        // Text.
        case h1, h2, h3, h4, p, a, strong, em, small, span, code, pre, bdi, time, div, br
        case ul, ol, li, dl, dt, dd, details, summary, figure, figcaption
        // Tables.
        case table, caption, thead, tbody, tr, th, td
        // Drawings.
        case svg, desc, g, path, line, rect, circle, text

        /// Elements that have no content and no closing tag.
        var isVoid: Bool {
            switch self {
            case .meta, .link, .br: true
            default: false
            }
        }
    }
}
