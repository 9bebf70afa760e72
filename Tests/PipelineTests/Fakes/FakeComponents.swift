import DurableFiles
import Modelling
import Pipeline
import Tables

/// Thrown where a test that only reads documents would run a stage.
struct NeverRun: Error {}

struct FileSource: Source {
    static let name = "csv"
    static let summary = "Reads delimited text."
    let path: FilePath
    let password: Secret?

    init(from settings: SettingsReader) {
        path = settings.required("path", "File to read.")
        let _: String = settings.value("delimiter", default: ",", "Separates cells.")
        password = settings.optional("password", "Opens the file.")
    }

    func inputFiles() throws -> [String] { [path.path] }
    func read(_ request: ReadRequest, in context: RunContext) throws -> SourceReading { throw NeverRun() }
}

struct DropMissing: CleaningStep {
    static let name = "drop_missing"
    static let summary = "Drops rows with missing cells."
    let columns: [String]

    init(from settings: SettingsReader) {
        columns = settings.required("columns", "Columns that must have a value.")
    }

    func check(_ schema: inout TableSchema, at site: SettingsSite) {
        for (index, column) in columns.enumerated() where schema.type(of: column) == nil {
            site["columns"][index].reportUnknown("column", column, among: schema.names)
        }
    }

    func apply(to table: inout Table, in context: RunContext) throws -> StepEffect { throw NeverRun() }
}

struct Rename: CleaningStep {
    static let name = "rename"
    static let summary = "Renames a column."
    static let version = 2
    let column: String
    let newName: String

    init(from settings: SettingsReader) {
        column = settings.required("column", "The column.")
        newName = settings.required("to", "Its new name.")
    }

    func check(_ schema: inout TableSchema, at site: SettingsSite) {
        guard schema.type(of: column) != nil else {
            return site["column"].reportUnknown("column", column, among: schema.names)
        }
        schema.rename(column, to: newName)
    }

    func apply(to table: inout Table, in context: RunContext) throws -> StepEffect { throw NeverRun() }
}

struct Pairs: Dataset {
    static let kind = "interactions"
    let counts: [(name: String, count: Int)] = []
    let distributions: [Distribution] = []
    func archive() -> TensorArchive { TensorArchive([]) }
    init(archive: TensorArchive) throws {}
}

struct PairsBuilder: DatasetBuilder {
    typealias Built = Pairs
    static let name = "interactions"
    static let summary = "Users, items and how much they have to do with each other."
    let table: String
    let user: String
    let itemTable: String?

    init(from settings: SettingsReader) {
        table = settings.required("table", "The table of interactions.")
        user = settings.value("user", default: "user", "Column of the user's id.")
        itemTable = settings.optional("items", "Side table of items.")
        _ = settings.object("weight", "What a row weighs.") { weight in
            let _: SettingMap<Double> = weight.value("values", default: SettingMap([]), "Weights by name.")
            let halfLife: Double? = weight.optional("half_life_days", .above(0), "Half-life of a row's weight.")
            return halfLife
        }
    }

    var tables: [String] { [table] + [itemTable].compactMap(\.self) }

    func check(_ schemas: [String: TableSchema], split: Configured<any SplitRule>?, at site: SettingsSite) {
        guard let schema = schemas[table] else {
            return site["table"].reportUnknown("table", table, among: schemas.keys.sorted())
        }
        if schema.type(of: user) == nil { site["user"].reportUnknown("column", user, among: schema.names) }
    }

    func build(from tables: [String: Table], split: SplitPlan?, in context: RunContext) throws -> BuiltDataset {
        throw NeverRun()
    }
}

struct LeaveLastOut: SplitRule {
    static let name = "leave_last_out"
    static let summary = "Holds out each user's last rows."

    init(from settings: SettingsReader) {
        let _: Int = settings.value("count", default: 1, .atLeast(1), "Rows of each user.")
    }

    func check(_ schema: TableSchema, timeColumn: String?, at site: SettingsSite) {}
    func heldOut(of rows: SplitRows) throws -> [Bool] { throw NeverRun() }
}

/// A model with a whole number, a real one and a nested object among its settings.
struct FakeFactorModel: ModelComponent {
    typealias Data = Pairs
    static let name = "als"
    static let summary = "Matrix factorization."
    let factors: Int

    init(from settings: SettingsReader) {
        factors = settings.value("factors", default: 64, .from(1, to: 4096), "Latent dimension.")
        let _: Double = settings.value("regularization", default: 0.05, .atLeast(0), "Weight of the penalty.")
        _ = settings.object("early_stopping", "When to stop.") { stop in
            stop.value("patience", default: 3, .atLeast(1), "Iterations without progress.")
        }
    }

    func check(_ chain: ModelCheck, at site: SettingsSite) {
        if site["early_stopping"].node != nil, !chain.hasValidation {
            site["early_stopping"].report(
                "early stopping needs a validation part", hint: "set features.split.validation")
        }
    }

    func fit(_ dataset: Pairs, in session: TrainingSession) throws -> TrainingOutcome { throw NeverRun() }
    static func restore(_ archive: TensorArchive) throws -> any FittedModel { throw NeverRun() }
}

struct FakePopularity: ModelComponent {
    typealias Data = Pairs
    static let name = "popularity"
    static let summary = "The same items for everyone."

    init(from settings: SettingsReader) {}
    func check(_ chain: ModelCheck, at site: SettingsSite) {}
    func fit(_ dataset: Pairs, in session: TrainingSession) throws -> TrainingOutcome { throw NeverRun() }
    static func restore(_ archive: TensorArchive) throws -> any FittedModel { throw NeverRun() }
}

struct FakeNDCG: MetricComponent {
    static let name = "ndcg"
    static let definition = "Discounted gain over the ideal list's."
    static let takesCutoff = true
    let label: String
    let higherIsBetter = true
    let measure = MetricMeasure.ranking(depth: nil) { _ in 0 }

    init(cutoff: Int?) { label = "ndcg@\(cutoff ?? 0)" }
}

struct FakeBundle: Exporter {
    static let name = "bundle"
    static let summary = "The model as files."
    let fileNames = ["model.safetensors"]

    init(from settings: SettingsReader) {}

    func check(_ chain: ExportCheck, at site: SettingsSite) {
        if !chain.hasModel { site.report("a bundle needs a model", hint: "add a train stage") }
    }

    func write(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile] { throw NeverRun() }
}

struct FakeTopLists: Exporter {
    static let name = "recommendations"
    static let summary = "The best items for every user."
    let fileNames = ["recommendations.csv"]
    let eligible: String?

    init(from settings: SettingsReader) {
        let _: Int = settings.value("k", default: 20, .from(1, to: 10_000), "Items for each user.")
        eligible = settings.optional("eligible", "Column that says which items may be recommended.")
    }

    func check(_ chain: ExportCheck, at site: SettingsSite) {
        guard let eligible else { return }
        if chain.itemSchema?.type(of: eligible) == nil {
            site["eligible"].reportUnknown("column", eligible, among: chain.itemSchema?.names ?? [])
        }
    }

    func write(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile] { throw NeverRun() }
}

extension ComponentCatalog {
    /// A few small components, as wide as the documents of these tests.
    static let fake = ComponentCatalog(
        sources: [.init(FileSource.self)], cleaningSteps: [.init(DropMissing.self), .init(Rename.self)],
        datasets: [.init(PairsBuilder.self)], splits: [.init(LeaveLastOut.self)],
        models: [.init(FakeFactorModel.self), .init(FakePopularity.self)], metrics: [FakeNDCG.self],
        exporters: [.init(FakeBundle.self), .init(FakeTopLists.self)])
}
