import Tables

/// Checks that every stage gets what it needs, before anything runs.
///
/// Problems go to the stages' own places. What could not be read is left out of what is checked, so each mistake is told
/// once.
struct ChainCheck {
    let pipeline: PipelineDocument

    /// Checks order and needs alone: all that can be said of a pipeline without a config.
    func checkStages() {
        checkOrder()
        if pipeline[.load] == nil, knowsAllStages {
            pipeline.site["stages"].report("the pipeline has no load stage", hint: "every pipeline starts with one")
        }
        require(.features, by: .train, "to have a dataset to train on")
        require(.train, by: .evaluate, "to have models to score")
        if let export = pipeline.export, export.refit { require(.train, by: .export, "to have a model to refit") }
        checkChoice()
        if let builder = pipeline.features?.builder, pipeline.train != nil { checkModels(builder.name) }
        checkEvaluation()
    }

    /// Checks tables and columns through the whole chain.
    ///
    /// - Returns: the schemas of the tables after cleaning; nil where a dataset is unknown or could not be read, since all
    ///   that follows from it would be blamed too.
    func checkTables(with config: SiteConfig, datasets: SettingsSite) -> [String: TableSchema]? {
        var schemas: [String: TableSchema] = [:]
        var isKnown = pipeline[.load] != nil
        for request in pipeline.load.requests {
            let columns = datasets[request.dataset]["columns"]
            if let dataset = config[dataset: request.dataset], !columns.isIncomplete {
                schemas[request.table] = dataset.schema
                continue
            }
            isKnown = false
            let lacksDatasets = config.datasetNames.isEmpty && datasets.isUnreadable
            if !lacksDatasets, !config.datasetNames.contains(request.dataset) {
                reportUnknownDataset(request, config.datasetNames)
            }
        }
        guard isKnown else { return nil }
        pipeline.clean.check(&schemas, siteSteps: pipeline.siteSteps(of: config))
        pipeline.features?.check(schemas)
        pipeline.evaluate?.checkGate(
            userSchema: pipeline.features?.builder?.component.userTable.flatMap { schemas[$0] })
        pipeline.export?.check(
            ExportCheck(
                datasetKind: pipeline.features?.builder?.name, hasModel: pipeline.train != nil || !knowsAllStages,
                schemas: schemas,
                itemSchema: pipeline.features?.builder?.component.itemTable.flatMap { schemas[$0] }))
        return schemas
    }

    /// Whether every element of `stages` could be read: one that could not may be the stage that seems to be missing.
    private var knowsAllStages: Bool {
        pipeline.site["stages"].node?.elements?.count == pipeline.stated.count
    }

    private func checkOrder() {
        var last: StageName?
        var seen: [StageName: Origin] = [:]
        for stage in pipeline.stated {
            guard let name = StageName(rawValue: stage.name) else { continue }
            if let first = seen[name] {
                stage.site.report("the \(name.rawValue) stage is stated twice", hint: "it is first stated at \(first)")
            } else if let last, name < last {
                stage.site.report(
                    "the \(name.rawValue) stage stands after \(last.rawValue)",
                    hint: "stages run in this order: \(StageName.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            seen[name] = seen[name] ?? stage.site.origin
            last = max(name, last ?? name)
        }
    }

    private func require(_ needed: StageName, by stage: StageName, _ purpose: String) {
        guard knowsAllStages, let place = pipeline[stage]?.site, pipeline[needed] == nil else { return }
        place.report(
            "the \(stage.rawValue) stage needs a \(needed.rawValue) stage \(purpose)",
            hint: "add one before it, or leave \(stage.rawValue) out")
    }

    /// Several candidates are of no use to an export when nothing chooses among them.
    private func checkChoice() {
        guard let train = pipeline.train, let place = pipeline[.export]?.site else { return }
        guard knowsAllStages, pipeline.evaluate == nil, train.candidates.count > 1 else { return }
        place.report(
            "\(train.candidates.count) candidates are trained and nothing chooses which of them ships",
            hint: "add an evaluate stage, or train one candidate")
    }

    private func checkModels(_ datasetKind: String) {
        pipeline.train?.check(
            ModelCheck(
                datasetKind: datasetKind, feedback: pipeline.features?.builder?.component.feedback,
                hasValidation: pipeline.features?.hasValidation ?? false,
                selectMetric: pipeline.evaluate?.select, metrics: pipeline.evaluate?.metrics ?? [],
                seed: pipeline.seed))
    }

    private func checkEvaluation() {
        guard let features = pipeline.features else { return }
        let place = pipeline[.features]?.site["split"]
        let builder = features.builder?.component
        pipeline.evaluate?.check(
            EvaluateCheck(
                datasetKind: features.builder?.name, feedback: builder?.feedback, labels: builder?.labels,
                hasSplit: features.split != nil || place?.isIncomplete == true,
                exports: pipeline.export != nil || !knowsAllStages))
    }

    private func reportUnknownDataset(_ request: LoadRequest, _ names: [String]) {
        let place = pipeline[.load]?.site["tables"][request.table]["dataset"] ?? pipeline.site
        place.reportUnknown("dataset", request.dataset, among: names)
    }
}

extension PipelineDocument {
    /// The cleaning that a site states for its datasets, for each table read from one.
    public func siteSteps(of config: SiteConfig) -> [TableStep] {
        load.requests.flatMap { request in
            (config[dataset: request.dataset]?.clean ?? []).map { TableStep(table: request.table, step: $0) }
        }
    }
}
