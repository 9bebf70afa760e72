import Pipeline

/// What a peer script prints as its last line: `{"peer": "implicit 0.7.3", "samples": [1.95, 1.97], "facts": {"rmse": 0.86}}`.
package struct PeerAnswer: Sendable, Equatable {
    package let name: String
    package let observation: Observation

    /// - Throws: `BenchmarkError.unreadable` where the last line is no such object.
    package init(output: String, script: String) throws(BenchmarkError) {
        let line = output.split(separator: "\n").last.map(String.init) ?? ""
        let json = JSONParser.parse(Array(line.utf8), path: script, diagnostics: Diagnostics())?.json
        guard let json, let name = json["peer"]?.stringValue, let observation = Observation(json) else {
            throw .unreadable(
                path: script, reason: "its last line should be an object with \"peer\" and \"samples\", found: \(line)")
        }
        self.name = name
        self.observation = observation
    }
}
