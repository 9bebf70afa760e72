import Foundation

/// A strict reader of Prometheus's text format, written from its description and not from Mercer's own reader.
///
/// Origin of the rules: prometheus.io, "Exposition formats"; the practices that `promtool check metrics` asks for (help for
/// every metric, base units, no `_total` but for counters) and what node-exporter refuses (timestamps, a series twice).
struct PrometheusText {
    struct Violation: Error, CustomStringConvertible {
        let description: String
    }

    /// By `name{label="value",…}` as it is written.
    private(set) var values: [String: Double] = [:]
    private(set) var helped: Set<String> = []

    init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else { throw Violation(description: "no line break at the end") }
        var current = ""
        var finished: Set<String> = []
        for line in text.split(separator: "\n") {
            if let help = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)/) {
                let name = String(help.1)
                guard !finished.contains(name), name != current else {
                    throw Violation(description: "\(name) is described twice")
                }
                finished.insert(current)
                current = name
                helped.insert(name)
            } else if let type = line.wholeMatch(of: /# TYPE (\S+) gauge/) {
                guard type.1 == current else { throw Violation(description: "the type of another metric: \(line)") }
            } else {
                try read(line, of: current)
            }
        }
        for name in helped where name.hasSuffix("_total") || name.hasSuffix("_milliseconds") {
            throw Violation(description: "\(name): not a gauge's name, or not a base unit")
        }
    }

    private mutating func read(_ line: Substring, of family: String) throws {
        let sample = /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*",?)*\})? (\S+)/
        guard let match = line.wholeMatch(of: sample), match.1 == family, let value = Double(match.3) else {
            throw Violation(description: "no sample of \(family): \(line)")
        }
        let series = String(match.1) + String(match.2 ?? "")
        guard values.updateValue(value, forKey: series) == nil else {
            throw Violation(description: "\(series) stands twice")
        }
    }
}
