import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Reads a page with a strict XML parser: elements in order, with their attributes and the text inside.
final class MarkupReader: NSObject, XMLParserDelegate {
    struct Element {
        let name: String
        let attributes: [String: String]
        /// The names of the elements around it, outermost first.
        let path: [String]
        var text = ""
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []

    /// Nil when the page isn't well-formed.
    static func read(_ page: String) -> [Element]? {
        let reader = MarkupReader()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = reader
        return parser.parse() && reader.open.isEmpty ? reader.elements : nil
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(elements.count)
        let path = open.dropLast().map { elements[$0].name }
        elements.append(Element(name: name, attributes: attributes, path: path))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        for index in open { elements[index].text += text }
    }
}
