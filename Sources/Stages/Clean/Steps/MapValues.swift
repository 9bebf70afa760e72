import Pipeline
import Tables

/// Replaces values by others. A value that is not named becomes `default`, or stays where there is none.
public struct MapValues: CleaningStep {
    public static let name = "map_values"
    public static let summary = "Replaces the values of a column by others; null makes a cell missing."

    let column: String
    let values: SettingMap<MappedValue>
    /// Nil leaves values that are not named as they are.
    let fallback: MappedValue?

    public init(from settings: SettingsReader) {
        column = settings.required("column", "A string, int64, float64 or bool column.")
        values = settings.required("values", "Each value to replace, as text, with what it becomes; null for missing.")
        let summary = "What values that are not named become; null for missing. Left out, they stay."
        // A reader takes null for a key that is left out, and here they differ.
        if case .null? = settings.site.node?["default"]?.value {
            fallback = settings.value("default", default: MappedValue.missing, summary)
        } else {
            fallback = settings.optional("default", summary)
        }
        if settings.site.node?["values"]?.members?.isEmpty == true && fallback == nil {
            settings.site["values"].report("names no value", hint: "name one, or give a default")
        }
    }

    public func check(_ schema: inout TableSchema, at site: SettingsSite) {
        guard let type = schema.type(of: column, at: site["column"]) else { return }
        switch type {
        case .string: _ = mapping(at: site) { $0.string(at: $1) }
        case .int64: _ = mapping(at: site) { $0.int64(at: $1) }
        case .float64: _ = mapping(at: site) { $0.float64(at: $1) }
        case .bool: _ = mapping(at: site) { $0.bool(at: $1) }
        case .timestamp:
            site["column"].report(
                "the column \"\(column)\" is timestamp, expected string, int64, float64 or bool", hint: "cast it before"
            )
        }
    }

    public func apply(to table: inout Table, in context: RunContext) throws -> StepEffect {
        switch table.column(column) {
        case .string(let strings):
            let mapped = mapping(at: nil) { $0.string(at: $1) }.map(strings)
            table.set(column, to: .string(mapped.column))
            return StepEffect(changed: mapped.changed)
        case .int64(let numbers):
            let mapped = mapping(at: nil) { $0.int64(at: $1) }.map(numbers)
            table.set(column, to: .int64(mapped.column))
            return StepEffect(changed: mapped.changed)
        case .float64(let numbers):
            let mapped = mapping(at: nil) { $0.float64(at: $1) }.map(numbers)
            table.set(column, to: .float64(mapped.column))
            return StepEffect(changed: mapped.changed)
        case .bool(let flags):
            let mapped = mapping(at: nil) { $0.bool(at: $1) }.map(flags)
            table.set(column, to: .bool(mapped.column))
            return StepEffect(changed: mapped.changed)
        case .timestamp:
            preconditionFailure("the column \(column) was no timestamp when it was checked")
        }
    }

    /// The mapping in the column's type; what cannot be read in that type is left out, after a report at `site`.
    private func mapping<Value: Sendable & Equatable>(
        at site: SettingsSite?, _ read: (MappedValue, SettingsSite?) -> Value?
    ) -> ValueMapping<Value> {
        func outcome(_ mapped: MappedValue, _ site: SettingsSite?) -> ValueMapping<Value>.Outcome {
            if case .missing = mapped { return .missing }
            return read(mapped, site).map { .value($0) } ?? .unchanged
        }
        var entries: [(value: Value, outcome: ValueMapping<Value>.Outcome)] = []
        for (name, mapped) in values.entries {
            let place = site?["values"][name]
            guard let value = read(.text(name), place) else { continue }
            if Value.self != String.self, entries.contains(where: { $0.value == value }) {
                place?.report("the value \(value) is named twice", hint: "leave one out")
            }
            entries.append((value, outcome(mapped, place)))
        }
        return ValueMapping(entries: entries, fallback: fallback.map { outcome($0, site?["default"]) } ?? .unchanged)
    }
}
