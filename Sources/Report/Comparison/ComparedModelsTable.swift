import Pipeline

/// What is compared: every model with its letter and its run.
struct ComparedModelsTable {
    let view: ComparisonView

    var html: HTML {
        DataTable(
            id: "models",
            caption: "What is compared",
            note: "The first is the baseline: the others are held against it. In brackets: the end of the run's id.",
            columns: [.text("Model"), .text("Kind")] + (hasGate ? [.text("Gate")] : []) + [
                .text("Run"), .text("Pipeline"), .text("Started"), .text("Tested on"),
            ],
            rows: view.models.indices.map(row)
        ).html
    }

    private var hasGate: Bool { view.models.contains { $0.verdict != nil } }

    private func row(_ index: Int) -> DataTable.Row {
        let model = view.models[index]
        let started = model.run.started.map { Instant.text(microseconds: $0 / 1_000_000 * 1_000_000) } ?? "unknown"
        let isSame = view.isComparable(index)
        let role: HTML = index == 0 ? .below("baseline") : model.isSelected ? .empty : .below("not its run's winner")
        let published: HTML = model.isPublished ? .published : .empty
        return .init(
            [HTML(.strong) { HTML.name(view.name(index)) } + role + published, HTML(text: model.modelName)]
                + (hasGate ? [.verdict(model.verdict)] : []) + [
                    .run(model.run.id), "\(HTML.name(model.run.pipelineName)) on \(HTML.name(model.run.configName))",
                    HTML(.span, .class("whole")) { HTML(text: started) },
                    isSame ? "the same pairs" : HTML(.strong) { "other pairs" },
                ])
    }
}
