import Foundation
import Pipeline

extension GateBox {
    /// A page with this verdict in the place of the one at its head; nil where it has none.
    ///
    /// Text from outside can't be taken for the section: its markup is escaped.
    func replacing(in page: String) -> String? {
        guard let start = page.range(of: "<section id=\"\(Self.id)\""),
            let end = page.range(of: "</section>", range: start.upperBound..<page.endIndex)
        else { return nil }
        return page.replacingCharacters(in: start.lowerBound..<end.upperBound, with: html.markup)
    }
}
