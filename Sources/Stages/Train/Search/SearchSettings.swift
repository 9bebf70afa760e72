import Pipeline

/// One search as `train.search` states it.
struct SearchSettings {
    /// More trials than that are a mistake of the grid.
    static let mostTrials = 1000
    private static let defaultTrials = 20

    enum Method: String, SettingChoice {
        case random, grid
    }

    struct Halving {
        let minimumIterations: Int
        let factor: Int
    }

    struct Parameter {
        let name: String
        let nameOrigin: Origin
        let range: ParameterRange
        let site: SettingsSite
    }

    let candidate: String
    let method: Method
    /// Draws of a random search.
    let trialCount: Int
    let metric: String?
    /// Those that could be read.
    let parameters: [Parameter]
    /// Whether all of them could be read, and there are any.
    let isReadable: Bool
    let halving: Halving?
    let site: SettingsSite
    /// Its effective settings, and the parameters in their order.
    let identity: JSON

    init(from settings: SettingsReader) {
        site = settings.site
        let identifier: Identifier = settings.required(
            "candidate", "The id of the listed candidate whose settings are searched; the others stay as listed.")
        candidate = identifier.text
        method = settings.value(
            "method", default: Method.random, "`random`: settings are drawn; `grid`: every combination is tried.")
        trialCount = settings.value(
            "trials", default: Self.defaultTrials, .from(1, to: Double(Self.mostTrials)), "Draws of a `random` search.")
        metric = settings.optional(
            "metric", "What trials are chosen by, one of evaluate.metrics; left out, evaluate.select.")
        let named = settings.namedObjects(
            "parameters", "Which settings of the model are searched, by their address, and the values they may take."
        ) { ParameterRange(from: $0) }
        halving = settings.object(
            "halving", "Stop the worse trials early: successive halving over iterations.",
            Halving.init(from:))
        let members = settings.site.node?["parameters"]?.members ?? []
        parameters = named.compactMap { name, range, place -> Parameter? in
            guard let range else { return nil }
            let origin = members.first { $0.name == name }?.nameOrigin ?? place.origin
            return Parameter(name: name, nameOrigin: origin, range: range, site: place)
        }
        isReadable = parameters.count == named.count && !parameters.isEmpty
        if settings.site.node?["parameters"]?.members?.isEmpty == true {
            settings.site["parameters"].report("nothing to search", hint: "name a setting and its values")
        }
        identity = .object(
            (settings.effectiveSettings.members ?? []).filter { $0.name != "candidate" }
                + [.init("order", .array(named.map { .string($0.name) }))])
    }
}

extension SearchSettings.Halving {
    init(from settings: SettingsReader) {
        minimumIterations = settings.value(
            "minimum_iterations", default: 1, .from(1, to: 10_000), "Iterations that every trial does.")
        factor = settings.value(
            "factor", default: 3, .from(2, to: 100),
            "After each round one in so many goes on, to so many times the iterations.")
    }
}
