import Foundation
import LinearAlgebra
import Pipeline

/// The values one setting may take in a search.
enum ParameterRange {
    /// Both ends count. Logarithmic: equal factors are equally likely.
    case number(ClosedRange<Double>, isLogarithmic: Bool)
    case integer(ClosedRange<Int>, isLogarithmic: Bool)
    /// Any JSON values, each with its place in the file.
    case choice([JSONNode])

    /// Nil after a problem was reported.
    init?(from settings: SettingsReader) {
        let uniform: [Double]? = settings.optional("uniform", "[low, high]: any number between, equally likely.")
        let logUniform: [Double]? = settings.optional(
            "log_uniform", "[low, high] above 0: any number between, equal factors equally likely.")
        let integer: [Int]? = settings.optional("integer", "[low, high]: any whole number between, both counted.")
        let logInteger: [Int]? = settings.optional(
            "log_integer", "[low, high] above 0: any whole number between, equal factors equally likely.")
        let choice: [JSON]? = settings.optional("choice", "The values to choose from.")
        let site = settings.site
        let ranges: [ParameterRange?] = [
            Self.range(uniform, upTo: 1e300, at: site["uniform"]).map { .number($0, isLogarithmic: false) },
            Self.range(logUniform, above: 0, upTo: 1e300, at: site["log_uniform"]).map {
                .number($0, isLogarithmic: true)
            },
            Self.range(integer, upTo: 1 << 53, at: site["integer"]).map { .integer($0, isLogarithmic: false) },
            Self.range(logInteger, above: 0, upTo: 1 << 53, at: site["log_integer"]).map {
                .integer($0, isLogarithmic: true)
            },
            Self.nodes(choice, at: site["choice"]).map { .choice($0) },
        ]
        Self.checkCount(at: site)
        guard let range = ranges.compactMap(\.self).first else { return nil }
        self = range
    }

    /// Reports no kind of values, or several; a misspelt one is told of elsewhere.
    private static func checkCount(at site: SettingsSite) {
        let kinds = ["uniform", "log_uniform", "integer", "log_integer", "choice"]
        let stated = (site.node?.members ?? []).filter { $0.value.json != .null }.map(\.name)
        let count = stated.count { kinds.contains($0) }
        guard stated.isEmpty || count > 1 else { return }
        site.report(
            count == 0 ? "no values to search" : "\(count) kinds of values for one setting",
            hint: "state one of \(kinds.joined(separator: ", "))")
    }

    /// - Parameter largest: what the width of a range can be computed with.
    private static func range<Number: SignedNumeric & Comparable & SettingValue>(
        _ ends: [Number]?, above limit: Number? = nil, upTo largest: Number, at site: SettingsSite
    ) -> ClosedRange<Number>? {
        guard let ends else { return nil }
        guard ends.count == 2, ends[0] < ends[1] else {
            site.report("expected [low, high] with low below high, found \(JSON.array(ends.map(\.json)).text())")
            return nil
        }
        if let limit, ends[0] <= limit {
            site.report("expected ends above \(limit.json.text()), found \(ends[0].json.text())")
            return nil
        }
        guard ends[0] >= -largest, ends[1] <= largest else {
            site.report("expected ends from \((-largest).json.text()) to \(largest.json.text())")
            return nil
        }
        return ends[0]...ends[1]
    }

    private static func nodes(_ values: [JSON]?, at site: SettingsSite) -> [JSONNode]? {
        guard values != nil else { return nil }
        guard let nodes = site.node?.elements, !nodes.isEmpty else {
            site.report("the list is empty", hint: "state the values to choose from")
            return nil
        }
        return nodes
    }
}

extension ParameterRange {
    /// Whether the values lie on a scale where factors count.
    var isLogarithmic: Bool {
        switch self {
        case .number(_, let isLogarithmic), .integer(_, let isLogarithmic): isLogarithmic
        case .choice(let nodes): Self.growsByFactors(nodes.map(\.json.doubleValue))
        }
    }

    /// Values that at least double each time, such as 16, 32, 64, are chosen by factors.
    private static func growsByFactors(_ values: [Double?]) -> Bool {
        let numbers = values.compactMap(\.self).sorted()
        guard numbers.count == values.count, numbers.count >= 3, numbers[0] > 0 else { return false }
        return zip(numbers, numbers.dropFirst()).allSatisfy { $1 >= $0 * 1.999 }
    }

    /// Values that show whether the setting takes what the range holds: its ends, or every choice.
    func probes(at origin: Origin) -> [JSONNode] {
        switch self {
        case .number(let range, _):
            [range.lowerBound, range.upperBound].map { Self.node(.double($0), origin) }
        case .integer(let range, _): [range.lowerBound, range.upperBound].map { Self.node(.integer($0), origin) }
        case .choice(let nodes): nodes
        }
    }

    /// How many values there are; nil where they can't be listed.
    var valueCount: Int? {
        switch self {
        case .number, .integer(_, isLogarithmic: true): nil
        case .integer(let range, isLogarithmic: false):
            range.count
        case .choice(let nodes): nodes.count
        }
    }

    /// All values in their order.
    ///
    /// - Precondition: `valueCount` is known and small.
    func values(at origin: Origin) -> [JSONNode] {
        switch self {
        case .number: []
        case .integer(let range, _): range.map { Self.node(.integer($0), origin) }
        case .choice(let nodes): nodes
        }
    }

    /// One value. Numbers are rounded to five digits, so that they read as what they are: a draw.
    func draw(_ random: inout RandomSource, at origin: Origin) -> JSONNode {
        switch self {
        case .number(let range, let isLogarithmic):
            let share = random.uniform()
            let value =
                isLogarithmic
                ? range.lowerBound * pow(range.upperBound / range.lowerBound, share)
                : range.lowerBound + (range.upperBound - range.lowerBound) * share
            let rounded = Double(String(format: "%.4e", value)) ?? value
            return Self.node(.double(min(max(rounded, range.lowerBound), range.upperBound)), origin)
        case .integer(let range, isLogarithmic: false):
            return Self.node(.integer(range.lowerBound + random.integer(below: range.count)), origin)
        case .integer(let range, isLogarithmic: true):
            // Every n stands for the numbers from n to n + 1.
            let (low, high) = (Double(range.lowerBound), Double(range.upperBound) + 1)
            let value = Int(low * pow(high / low, random.uniform()))
            return Self.node(.integer(min(max(value, range.lowerBound), range.upperBound)), origin)
        case .choice(let nodes):
            return nodes[random.integer(below: nodes.count)]
        }
    }

    private static func node(_ value: JSON, _ origin: Origin) -> JSONNode {
        JSONNode(.number(value.text()), origin: origin)
    }
}
