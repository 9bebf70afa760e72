import Pipeline
import Tables

/// Moves numbers below `min` up to it and numbers above `max` down to it; missing cells stay missing.
public struct Clip: CleaningStep {
    public static let name = "clip"
    public static let summary = "Moves numbers outside a range to its nearer end."

    let column: String
    let minimum: Bound?
    let maximum: Bound?

    /// A number as it was written, so that no digit of a large integer is lost.
    struct Bound: SettingValue {
        let spelling: String

        static var shape: SettingShape { .number(nil) }
        static var placeholder: Bound { Bound(spelling: "0") }

        static func decode(_ node: JSONNode, at site: SettingsSite) -> Bound? {
            guard Double.decode(node, at: site) != nil, case .number(let spelling) = node.value else { return nil }
            return Bound(spelling: spelling)
        }

        var json: JSON { JSONNode(.number(spelling), origin: .flag("a bound")).json }
        var double: Double? { Double(spelling) }
        var integer: Int64? { Int64(spelling) ?? double.flatMap { Int64(exactly: $0) } }
    }

    public init(from settings: SettingsReader) {
        column = settings.required("column", "An int64 or float64 column.")
        minimum = settings.optional("min", "The least number kept as it is.")
        maximum = settings.optional("max", "The greatest number kept as it is.")
        if let members = settings.site.node?.members, !members.contains(where: { ["min", "max"].contains($0.name) }) {
            settings.site.report("neither \"min\" nor \"max\" is given", hint: "give at least one")
        }
        if let low = minimum?.double, let high = maximum?.double, low > high {
            settings.site["min"].report("min is above max", hint: "exchange them")
        }
    }

    public func check(_ schema: inout TableSchema, at site: SettingsSite) {
        guard let type = schema.type(of: column, at: site["column"]) else { return }
        switch type {
        case .float64: return
        case .int64:
            for (key, bound) in [("min", minimum), ("max", maximum)] where bound != nil && bound?.integer == nil {
                site[key].report("expected a whole number, because \"\(column)\" is int64")
            }
        case .string, .bool, .timestamp:
            site["column"].report(
                "the column \"\(column)\" is \(type.rawValue), expected int64 or float64", hint: "cast it before")
        }
    }

    public func apply(to table: inout Table, in context: RunContext) throws -> StepEffect {
        var changed = 0
        switch table.column(column) {
        case .int64(let numbers):
            let clipped = Self.clip(numbers, minimum?.integer ?? .min, maximum?.integer ?? .max, &changed)
            table.set(column, to: .int64(clipped))
        case .float64(let numbers):
            let clipped = Self.clip(numbers, minimum?.double ?? -.infinity, maximum?.double ?? .infinity, &changed)
            table.set(column, to: .float64(clipped))
        case .string, .bool, .timestamp: preconditionFailure("the column \(column) was a number when it was checked")
        }
        return StepEffect(changed: changed)
    }

    private static func clip<Number: Comparable & Sendable>(
        _ column: ValueColumn<Number>, _ low: Number, _ high: Number, _ changed: inout Int
    ) -> ValueColumn<Number> {
        var values = column.values
        for row in values.indices where values[row] < low || values[row] > high {
            // A missing cell's value stays zero, even outside the range.
            guard column.isPresent(row) else { continue }
            values[row] = values[row] < low ? low : high
            changed += 1
        }
        return ValueColumn(values: values, validity: column.validity)
    }
}
