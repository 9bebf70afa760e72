import Pipeline

/// One element of `train.candidates` as it is written: the keys of the stage beside those of the model.
struct ListedCandidate {
    let id: String
    /// Nil after a problem was reported.
    let model: Configured<any ModelComponent>?
    let timeBudgetSeconds: Double?
    let site: SettingsSite

    init(from settings: SettingsReader) {
        site = settings.site
        id = settings.required("id", "The candidate's name in reports and for --set: [a-z][a-z0-9_-]*.")
        timeBudgetSeconds = settings.optional(
            "time_budget_seconds", .above(0),
            "Stop training after this long with what there is; such a model is marked and not cached.")
        model = settings.component("model", from: settings.catalog.models, "Which model to train.")
        if settings.site.node?["id"] != nil, !Self.isValid(id) {
            site["id"].report(
                "the id \"\(id)\" can't be addressed", hint: "ids match [a-z][a-z0-9_-]*, such as \"als-64\"")
        }
    }

    /// Whether the id can be part of an address: `[a-z][a-z0-9_-]*`.
    private static func isValid(_ id: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let isWellSpelt = id.utf8.enumerated().allSatisfy { position, byte in
            letters.contains(byte)
                || position > 0 && (digits.contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-"))
        }
        return isWellSpelt && !id.isEmpty
    }
}
