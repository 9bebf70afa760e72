import Foundation

extension JSON {
    /// A JSON file of Mercer's own, or nil when it is absent or no JSON: what is remembered there is then made anew.
    init?(remembered path: String) {
        guard let bytes = FileManager.default.contents(atPath: path),
            let node = JSONParser.parse([UInt8](bytes), path: path, diagnostics: Diagnostics())
        else { return nil }
        self = node.json
    }
}
