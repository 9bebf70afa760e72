import FeaturesStage
import LinearAlgebra
import Logging
import Modelling
import Pipeline
import Tables

let catalog = ComponentCatalog(
    datasets: [.init(InteractionsBuilder.self)],
    splits: [
        .init(RandomSplit.self), .init(LeaveLastOutSplit.self), .init(TemporalSplit.self), .init(LastSessionSplit.self),
    ])

/// A features stage read from settings as a pipeline states them.
struct Stage {
    let stage: FeaturesStage
    let diagnostics = Diagnostics()

    init(_ dataset: JSON, split: JSON? = nil) {
        let whole = JSON.object([.init("dataset", dataset)] + (split.map { [.init("split", $0)] } ?? []))
        let reader = SettingsReader(
            node(whole), address: "features", catalog: catalog, diagnostics: diagnostics)
        stage = FeaturesStage(from: reader)
        reader.finish()
    }

    /// What is wrong with the settings and with the tables' columns.
    func problems(_ schemas: [String: TableSchema]) -> [String] {
        stage.check(schemas)
        return diagnostics.problems.map(\.description)
    }

    func run(_ tables: [String: Table], seed: UInt64 = 1, asOf: Int64? = nil, threads: Int = 2) throws -> Outcome {
        try checked(tables)
        return Outcome(try stage.run(tables, in: context(seed: seed, asOf: asOf, threads: threads)))
    }

    func runUnsplit(_ tables: [String: Table]) throws -> Outcome {
        try checked(tables)
        return Outcome(try stage.runUnsplit(tables, in: context(seed: 1, asOf: nil, threads: 2)))
    }

    private func checked(_ tables: [String: Table]) throws {
        stage.check(tables.mapValues(\.schema))
        try diagnostics.throwIfAny()
    }
}

/// A built dataset in a form that tests can write down.
struct Outcome {
    let dataset: InteractionDataset
    let steps: [StepAccount]

    init(_ built: BuiltDataset) {
        dataset = built.dataset as! InteractionDataset
        steps = built.steps
    }

    /// `"u1 a": 6.0` for each training pair.
    var pairs: [String: Float] {
        let matrix = dataset.training
        var pairs: [String: Float] = [:]
        for user in 0..<matrix.byUser.rows {
            for entry in matrix.byUser.range(ofRow: user) {
                let item = matrix.items[Int(matrix.byUser.indices[entry])]
                pairs["\(matrix.users[user]) \(item)"] = matrix.byUser.values[entry]
            }
        }
        return pairs
    }

    var test: [String] { dataset.test.map(lines) ?? [] }
    var validation: [String] { dataset.validation.map(lines) ?? [] }

    /// `u1 a 5.0`, with the label where there is one, in stored order.
    private func lines(_ held: HeldOutInteractions) -> [String] {
        dataset.training.users.strings.indices.flatMap { user in
            (held.offsets[user]..<held.offsets[user + 1]).map { row in
                let item = dataset.training.items[Int(held.items[row])]
                let label = held.labels[row] < 0 ? "" : " \(held.labelNames[Int(held.labels[row])])"
                return "\(dataset.training.users[user]) \(item) \(held.values[row])\(label)"
            }
        }
    }

    func step(_ name: String) -> StepAccount? { steps.first { $0.step == name } }

    /// `reason: count` of one step.
    func dropped(_ name: String) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: (step(name)?.dropped ?? []).map { ($0.reason, $0.count) })
    }
}

func context(seed: UInt64, asOf: Int64?, threads: Int) -> RunContext {
    RunContext(
        pool: WorkerPool(threadCount: threads), seed: seed, asOf: asOf,
        log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), progress: SilentProgress(),
        isCancelled: { false })
}

/// A value as if read from a document.
func node(_ json: JSON) -> JSONNode {
    let origin = Origin.flag("test")
    let value: JSONNode.Value =
        switch json {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer, .double: .number(json.text())
        case .string(let text): .string(text)
        case .array(let elements): .array(elements.map(node))
        case .object(let members):
            .object(members.map { .init(name: $0.name, nameOrigin: origin, value: node($0.value)) })
        }
    return JSONNode(value, origin: origin)
}

/// Microseconds of a day counted from 1970.
func day(_ number: Double) -> Int64 { Int64(number * 86_400_000_000) }

func strings(_ cells: [String?]) -> Column { .string(StringColumn(cells)) }

/// Events written as `user item day event`, `-` for a missing cell; shorter lines leave columns out.
func events(_ lines: [String]) -> Table {
    let cells = lines.map { line in line.split(separator: " ").map { $0 == "-" ? nil : String($0) } }
    let width = cells.first?.count ?? 0
    var columns: [(String, Column)] = [("user", strings(cells.map { $0[0] })), ("item", strings(cells.map { $0[1] }))]
    if width > 2 {
        columns.append(("time", .timestamp(ValueColumn(cells.map { $0[2].map { day(Double($0)!) } }))))
    }
    if width > 3 { columns.append(("event", strings(cells.map { $0[3] }))) }
    return Table(columns: columns)
}

func events(_ text: String) -> Table {
    events(text.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init))
}

extension Table {
    func adding(_ name: String, _ column: Column) -> Table {
        var table = self
        table.set(name, to: column)
        return table
    }
}

/// Seeded events: `count` rows of users and items of uneven popularity, with repeats and equal times.
func randomEvents(_ count: Int, users: Int, items: Int, seed: UInt64) -> Table {
    var random = RandomSource(seed: seed)
    func skewed(_ limit: Int) -> Int {
        let draw = Double(random.next() >> 11) * 0x1p-53
        return min(limit - 1, Int(draw * draw * Double(limit)))
    }
    let kinds = ["view", "cart", "purchase"]
    let rows = (0..<count).map { _ in (skewed(users), skewed(items), Int64(random.next() % 40), Int(random.next() % 3))
    }
    return Table(columns: [
        ("user", strings(rows.map { "u\($0.0)" })), ("item", strings(rows.map { "i\($0.1)" })),
        ("time", .timestamp(ValueColumn(values: rows.map { day(Double($0.2)) }))),
        ("event", strings(rows.map { kinds[$0.3] })),
    ])
}
