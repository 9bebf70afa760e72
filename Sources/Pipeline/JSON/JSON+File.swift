import Foundation

extension JSON {
    /// A JSON file of Mercer's own, or nil when it is absent or no JSON: what is remembered there is then made anew.
    package init?(remembered path: String) {
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        self.init(bytes: [UInt8](bytes))
    }

    /// A JSON text, or nil where it is none.
    public init?(bytes: [UInt8]) {
        guard let node = JSONParser.parse(bytes, path: "", diagnostics: Diagnostics()) else { return nil }
        self = node.json
    }
}
