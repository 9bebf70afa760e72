import DurableFiles
import Modelling
import Pipeline
import Tables

struct FakeLoad: Loading {
    let requests: [LoadRequest]

    init(from settings: SettingsReader) {
        requests = settings.namedObjects("tables", "The tables to load.") { reader -> String in
            reader.required("dataset", "The site's dataset.")
        }.map { LoadRequest(table: $0.name, dataset: $0.settings) }
    }

    func run(_ datasets: [String: DatasetSettings], in context: RunContext) throws -> LoadedTables { throw NeverRun() }
}

struct FakeClean: Cleaning {
    let steps: [TableStep]

    init(from settings: SettingsReader) {
        steps = settings.objects("steps", "What is repaired.") { reader -> TableStep? in
            let table: String = reader.required("table", "The table to repair.")
            let step = reader.component("step", from: reader.catalog.cleaningSteps, "The cleaning step.")
            return step.map { TableStep(table: table, step: $0) }
        }.compactMap(\.self)
    }

    func check(_ schemas: inout [String: TableSchema], siteSteps: [TableStep]) {
        for step in siteSteps + steps {
            guard var schema = schemas[step.table] else {
                step.step.site["table"].reportUnknown("table", step.table, among: schemas.keys.sorted())
                continue
            }
            step.step.component.check(&schema, at: step.step.site)
            schemas[step.table] = schema
        }
    }

    func run(
        _ tables: inout [String: Table], siteSteps: [TableStep], in context: RunContext
    ) throws -> [StepAccount] {
        throw NeverRun()
    }
}

struct FakeFeatures: FeatureBuilding {
    let builder: Configured<any DatasetBuilder>?
    let split: Configured<any SplitRule>?
    let hasValidation: Bool

    init(from settings: SettingsReader) {
        builder = settings.requiredObject("dataset", "The dataset to make.") { reader in
            reader.component("kind", from: reader.catalog.datasets, "The kind of dataset.")
        }
        let held = settings.object("split", "What is held out.") { reader in
            let rule = reader.component("by", from: reader.catalog.splits, "How rows are chosen.")
            return (rule, reader.value("validation", default: false, "Whether the rule is applied once more."))
        }
        split = held?.0
        hasValidation = held?.1 ?? false
    }

    func check(_ schemas: [String: TableSchema]) {
        if let builder { builder.component.check(schemas, split: split, at: builder.site) }
    }

    func run(_ tables: [String: Table], keepingRowHashes: Bool, in context: RunContext) throws -> BuiltDataset {
        throw NeverRun()
    }
    func runUnsplit(_ tables: [String: Table], in context: RunContext) throws -> BuiltDataset { throw NeverRun() }
    func restore(_ archive: TensorArchive) throws -> any Dataset { throw NeverRun() }
}

struct FakeTrain: Training {
    let candidates: [Candidate]

    init(from settings: SettingsReader) {
        candidates = settings.objects("candidates", "The models to fit.", minimumCount: 1, addressedBy: "id") {
            reader -> Candidate? in
            let id: Identifier = reader.required("id", "What the candidate is called.")
            return reader.component("model", from: reader.catalog.models, "The model.").map {
                Candidate(id: id.text, model: $0)
            }
        }.compactMap(\.self)
    }

    func check(_ chain: ModelCheck) {
        for candidate in candidates { candidate.model.component.check(chain, at: candidate.model.site) }
    }

    func fit(
        _ candidate: Candidate, on dataset: any Dataset, validation: TrainingSession.Validation?,
        fixedIterations: Int?, checkpoints: CheckpointStore?, pauseAfter: Int?, in context: RunContext
    ) throws -> TrainedCandidate { throw NeverRun() }

    func restore(
        _ candidate: Candidate, model: TensorArchive, trace: TrainingTrace, fitSeconds: Double
    ) throws -> TrainedCandidate { throw NeverRun() }
}

struct FakeEvaluate: Evaluating {
    let metrics: [String]
    let select: String
    let excludeSeen: Bool
    let validationSettings: JSON = [:]
    let gate: [Configured<any GateCondition>] = []
    private let site: SettingsSite

    init(from settings: SettingsReader) {
        metrics = settings.required("metrics", "What is measured.")
        select = settings.required("select", "The metric that chooses.")
        excludeSeen = settings.value("exclude_seen", default: true, "Whether seen items are left out.")
        site = settings.site
    }

    let metricVersions: JSON = [:]

    func check(_ chain: EvaluateCheck) {
        if !chain.hasSplit { site.report("there is nothing to score on", hint: "add features.split") }
    }

    func validation(
        of dataset: any Dataset, by metric: String, in context: RunContext
    ) throws -> TrainingSession.Validation? { nil }

    func run(
        _ candidates: [TrainedCandidate], on dataset: any Dataset, in context: RunContext
    ) throws -> Evaluation { throw NeverRun() }

    func score(_ stored: StoredModel, on dataset: any Dataset, in context: RunContext) throws -> TestScores {
        throw NeverRun()
    }
}

struct FakeExport: Exporting {
    let refit: Bool
    let formats: [Configured<any Exporter>]

    init(from settings: SettingsReader) {
        refit = settings.value("refit", default: false, "Whether the winner is trained again on all rows.")
        formats = settings.objects("formats", "What is written.", minimumCount: 1) { reader in
            reader.component("format", from: reader.catalog.exporters, "The exporter.")
        }.compactMap(\.self)
    }

    func check(_ chain: ExportCheck) {
        for format in formats { format.component.check(chain, at: format.site) }
    }

    func run(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile] { throw NeverRun() }
}

extension StageTypes {
    static let fake = StageTypes(
        load: FakeLoad.self, clean: FakeClean.self, features: FakeFeatures.self, train: FakeTrain.self,
        evaluate: FakeEvaluate.self, export: FakeExport.self)
}
