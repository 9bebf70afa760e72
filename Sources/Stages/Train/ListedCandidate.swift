import Pipeline

/// One element of `train.candidates` as it is written: the keys of the stage beside those of the model.
struct ListedCandidate {
    /// Nil after a problem was reported.
    let id: String?
    /// Nil after a problem was reported.
    let model: Configured<any ModelComponent>?
    let timeBudgetSeconds: Double?
    let startsFromChampion: Bool
    let site: SettingsSite

    init(from settings: SettingsReader) {
        site = settings.site
        let identifier: Identifier = settings.required("id", "The candidate's name in reports and for --set.")
        id = settings.site.node?["id"]?.string == identifier.text ? identifier.text : nil
        timeBudgetSeconds = settings.optional(
            "time_budget_seconds", .above(0),
            "Stop training after this long with what there is; such a model is marked and not cached.")
        let warmStart: WarmStartChoice? = settings.optional(
            "warm_start",
            "`champion`: start from the published run's model, for a training that needs fewer iterations; cold where there is none that fits."
        )
        startsFromChampion = warmStart == .champion
        model = settings.component("model", from: settings.catalog.models, "Which model to train.")
    }

    var candidate: Candidate? {
        guard let id, let model else { return nil }
        return Candidate(id: id, model: model, startsFromChampion: startsFromChampion)
    }

    /// How `warm_start` is spelled.
    private enum WarmStartChoice: String, SettingChoice {
        case champion
    }
}
