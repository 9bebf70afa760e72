import LinearAlgebra
import Logging
import Pipeline
import Tables
import Testing

func context(threads: Int = 2, isCancelled: @escaping @Sendable () -> Bool = { false }) -> RunContext {
    RunContext(
        pool: WorkerPool(threadCount: threads), seed: 1, asOf: nil, log: Logger(label: "tests"),
        progress: SilentProgress(), isCancelled: isCancelled)
}

/// The value as if it had been read from a file, all of it stated in line 1.
func node(_ json: JSON) -> JSONNode {
    let value: JSONNode.Value =
        switch json {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer(let number): .number(String(number))
        case .double(let number): .number("\(number)")
        case .string(let string): .string(string)
        case .array(let elements): .array(elements.map(node))
        case .object(let members):
            .object(members.map { .init(name: $0.name, nameOrigin: origin, value: node($0.value)) })
        }
    return JSONNode(value, origin: origin)
}

private let origin = Origin.file(path: "pipeline.json", line: 1, column: 1)

func reader(_ json: JSON, catalog: ComponentCatalog = ComponentCatalog()) -> (SettingsReader, Diagnostics) {
    let diagnostics = Diagnostics()
    return (SettingsReader(node(json), address: "step", catalog: catalog, diagnostics: diagnostics), diagnostics)
}

/// Makes the step from its settings, checks it, and applies it. What the check says of the schema must come true.
func apply<Step: CleaningStep>(
    _ type: Step.Type, _ json: JSON, to table: Table, threads: Int = 2
) throws -> (table: Table, effect: StepEffect) {
    let (settings, diagnostics) = reader(json)
    let step = Step(from: settings)
    settings.finish()
    var schema = table.schema
    step.check(&schema, at: settings.site)
    try diagnostics.throwIfAny()
    var table = table
    let rowsIn = table.rowCount
    let effect = try step.apply(to: &table, in: context(threads: threads))
    #expect(table.schema == schema)
    #expect(rowsIn - table.rowCount == effect.dropped.reduce(0) { $0 + $1.count })
    #expect(table.columns.allSatisfy { $0.count == table.rowCount })
    return (table, effect)
}

/// `address: message; hint` of every problem with the settings or with the table's schema.
func problems<Step: CleaningStep>(_ type: Step.Type, _ json: JSON, _ schema: TableSchema) -> [String] {
    let (settings, diagnostics) = reader(json)
    let step = Step(from: settings)
    settings.finish()
    if diagnostics.problems.isEmpty {
        var schema = schema
        step.check(&schema, at: settings.site)
    }
    return diagnostics.problems.map { "\($0.address): \($0.message)" + ($0.hint.map { "; \($0)" } ?? "") }
}

func dropped(_ effect: StepEffect) -> [String] {
    effect.dropped.map { "\($0.reason) \($0.count)" }
}

func strings(_ table: Table, _ column: String) -> [String?] {
    guard case .string(let strings)? = table[column] else { return [] }
    return (0..<strings.count).map { strings[$0] }
}

func integers(_ table: Table, _ column: String) -> [Int64?] {
    switch table[column] {
    case .int64(let numbers), .timestamp(let numbers): (0..<numbers.count).map { numbers[$0] }
    default: []
    }
}

func doubles(_ table: Table, _ column: String) -> [Double?] {
    guard case .float64(let numbers)? = table[column] else { return [] }
    return (0..<numbers.count).map { numbers[$0] }
}

func flags(_ table: Table, _ column: String) -> [Bool?] {
    guard case .bool(let flags)? = table[column] else { return [] }
    return (0..<flags.count).map { flags[$0] }
}

/// Six rows with a missing cell in each column.
let shop = Table(columns: [
    ("user", .string(StringColumn(["ann", nil, "bob", "ann", "cy", nil]))),
    ("quantity", .int64(ValueColumn([1, 2, nil, 1, 40, nil]))),
    ("price", .float64(ValueColumn([1.5, nil, 3, 1.5, -2.25, 0]))),
    ("gift", .bool(ValueColumn([true, false, false, true, nil, true]))),
    ("time", .timestamp(ValueColumn([1_000_000, 2_000_000, nil, 1_000_000, -1, 5]))),
])
