import Modelling
import Pipeline

extension SettingsReader {
    /// Reports each of `keys` that the document states although `condition` makes it meaningless: an option that would do
    /// nothing is a mistake the user wants to hear of.
    func refuse(_ keys: [String], unless condition: Bool, _ reason: String) {
        guard !condition, !isRecorded else { return }
        for key in keys {
            guard let node = site.node?[key] else { continue }
            if case .null = node.value { continue }
            site[key].report("\"\(key)\" has no effect here: it applies \(reason)", hint: "leave it out")
        }
    }

    /// `early_stopping`, shared by the models that train in iterations.
    func earlyStopping() -> EarlyStopping? {
        object(
            "early_stopping",
            "Stop when the selected metric on the validation part no longer gets better, and keep the best model."
        ) { settings in
            EarlyStopping(
                patience: settings.value(
                    "patience", default: 3, .from(1, to: 1000), "Iterations without improvement to wait for."),
                minimumImprovement: settings.value(
                    "minimum_improvement", default: 0, .atLeast(0), "What counts as improvement, in the metric's unit.")
            )
        }
    }
}

extension ModelCheck {
    /// Reports early stopping that has nothing to look at.
    func checkEarlyStopping(_ earlyStopping: EarlyStopping?, at site: SettingsSite) {
        guard earlyStopping != nil else { return }
        if !hasValidation {
            site["early_stopping"].report(
                "early stopping needs a validation part", hint: "set features.split.validation to true")
        }
        if selectMetric == nil {
            site["early_stopping"].report(
                "early stopping needs a metric to watch", hint: "add an evaluate stage with \"select\"")
        }
    }
}
