/// The text format in which Prometheus reads metrics, as node-exporter's textfile collector takes it.
///
/// Source: Prometheus, "Exposition formats", text-based format 0.0.4. Of it, timestamps are not taken: node-exporter refuses them.
enum MetricsText {
    /// A line that can't be read.
    struct UnreadableLine: Error, Equatable {
        /// Counts from 1.
        let number: Int
        let expected: String
    }

    // MARK: - Writing

    /// Each family with its help, its type and its samples; families without samples are left out.
    static func text(of samples: [MetricSample]) -> String {
        MetricFamily.all.map { family in
            let own = samples.filter { $0.name == family.name }
            guard !own.isEmpty else { return "" }
            return "# HELP \(family.name) \(escaped(family.help, quotes: false))\n# TYPE \(family.name) gauge\n"
                + own.map(line).joined()
        }.joined()
    }

    private static func line(_ sample: MetricSample) -> String {
        let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",")
        return sample.name + (labels.isEmpty ? "" : "{\(labels)}") + " \(number(sample.value))\n"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int(exactly: value).map(String.init) ?? "\(value)"
    }

    // MARK: - Reading

    /// Every sample of a text. Comments say nothing that matters here.
    static func samples(in text: String) throws(UnreadableLine) -> [MetricSample] {
        var samples: [MetricSample] = []
        for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            var reader = LineReader(line: index + 1, rest: line)
            reader.skipBlanks()
            guard let first = reader.rest.first, first != UInt8(ascii: "#") else { continue }
            samples.append(try reader.sample())
        }
        return samples
    }
}

/// Reads one line from its front.
private struct LineReader {
    let line: Int
    var rest: Substring.UTF8View

    mutating func sample() throws(MetricsText.UnreadableLine) -> MetricSample {
        let name = try identifier("the name of a metric", allowing: UInt8(ascii: ":"))
        skipBlanks()
        var labels: [MetricSample.Label] = []
        if take("{") {
            skipBlanks()
            while !take("}") {
                labels.append(try label())
                skipBlanks()
                if !take(",") {
                    guard rest.first == UInt8(ascii: "}") else { throw unreadable("a comma or a closing brace") }
                }
                skipBlanks()
            }
        }
        skipBlanks()
        while rest.last == UInt8(ascii: " ") || rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        guard let value = Self.number(String(decoding: rest, as: UTF8.self)) else {
            throw unreadable("a number, and nothing after it")
        }
        return MetricSample(name: name, labels: labels, value: value)
    }

    mutating func skipBlanks() {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func identifier(
        _ what: String, allowing mark: UInt8 = UInt8(ascii: "_")
    ) throws(MetricsText.UnreadableLine) -> String {
        let taken = rest.prefix { byte in
            let letter = byte | 0x20
            return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
                || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == mark
        }
        guard let first = taken.first, !(first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")) else {
            throw unreadable(what)
        }
        rest = rest.dropFirst(taken.count)
        return String(decoding: taken, as: UTF8.self)
    }

    private mutating func label() throws(MetricsText.UnreadableLine) -> MetricSample.Label {
        let name = try identifier("the name of a label")
        skipBlanks()
        guard take("=") else { throw unreadable("an equals sign after the label's name") }
        skipBlanks()
        guard take("\"") else { throw unreadable("a quoted value of the label") }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                return MetricSample.Label(name: name, value: String(decoding: bytes, as: UTF8.self))
            }
            bytes.append(byte == UInt8(ascii: "\\") ? try escape() : byte)
        }
        throw unreadable("a closing quotation mark")
    }

    private mutating func escape() throws(MetricsText.UnreadableLine) -> UInt8 {
        switch rest.popFirst() {
        case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
        case UInt8(ascii: "\""): return UInt8(ascii: "\"")
        case UInt8(ascii: "n"): return UInt8(ascii: "\n")
        default: throw unreadable("\\\\, \\\" or \\n")
        }
    }

    private static func number(_ text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "+Inf", "Inf": .infinity
        case "-Inf": -.infinity
        default: text.utf8.allSatisfy { $0 > 0x20 } ? Double(text) : nil
        }
    }

    private func unreadable(_ expected: String) -> MetricsText.UnreadableLine {
        MetricsText.UnreadableLine(number: line, expected: expected)
    }
}
