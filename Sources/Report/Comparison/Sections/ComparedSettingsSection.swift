import Pipeline

/// What differs between the resolved pipelines, the configs, and the models' settings.
struct ComparedSettingsSection: ComparisonSection {
    let id = "settings"
    let title = "What differs in the settings"

    func content(for view: ComparisonView) -> HTML? {
        let comparison = view.comparison
        return HTML(.div) {
            models(view)
            if comparison.runs.count < 2 {
                HTML.paragraph("All models are of one run: its pipeline and config are the same for all of them.")
            } else {
                SettingDifferencesTable(
                    id: "pipeline", title: "Pipeline", nothing: "The resolved pipelines are the same.",
                    differences: comparison.pipelineDifferences
                ).html(view)
                SettingDifferencesTable(
                    id: "config", title: "Config", nothing: "The configs are the same.",
                    differences: comparison.configDifferences
                ).html(view)
            }
        }
    }

    /// The settings of the models themselves, where those that have them differ.
    private func models(_ view: ComparisonView) -> HTML {
        var names: [String] = []
        for name in view.models.flatMap({ $0.settings.map(\.name) }) where !names.contains(name) { names.append(name) }
        let values = names.map { name in
            view.models.map { model in model.settings.first { $0.name == name }?.value }
        }
        let differing = names.indices.filter { index in
            let stated = values[index].compactMap(\.self)
            return stated.contains { $0.canonical != stated[0].canonical }
        }
        guard !differing.isEmpty else {
            return .paragraph("No setting that two of the models have differs between them.")
        }
        return DataTable(
            id: "model-settings",
            caption: "Settings of the models that differ",
            note: "Settings that only other kinds of model have are left out.",
            columns: [.text("Setting")] + view.models.indices.map { .text(.name(view.name($0))) },
            rows: differing.map { index in
                .init([.code(names[index])] + values[index].map { $0.map(HTML.setting) ?? "–" })
            }
        ).html
    }
}

/// Places of a document and what each run says there.
struct SettingDifferencesTable {
    let id: String
    let title: String
    /// What is said where nothing differs.
    let nothing: String
    let differences: [SettingDifference]

    func html(_ view: ComparisonView) -> HTML {
        guard !differences.isEmpty else { return .paragraph(HTML(text: nothing)) }
        return DataTable(
            id: "\(id)-differences", caption: HTML(text: title),
            columns: [.text("Path")]
                + view.comparison.runs.indices.map { run in
                    .text("\(view.runName(run))" + .below(.run(view.comparison.runs[run].id)))
                },
            rows: differences.map { difference in
                .init([.code(difference.path)] + difference.values.map { $0.map(HTML.setting) ?? "–" })
            }
        ).html
    }
}
