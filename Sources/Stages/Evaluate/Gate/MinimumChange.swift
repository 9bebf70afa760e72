import Modelling
import Pipeline

/// The challenger is better than the champion by a stated amount, or share of the champion's value.
public struct MinimumChange: GateCondition {
    public static let name = "minimum_change"
    public static let summary =
        "The metric is better than the champion's by at least `absolute`, or by a share `relative`."

    /// By how much at least.
    private enum Change {
        case absolute(Double)
        /// Of the champion's value.
        case relative(Double)
    }

    let metric: String
    private let change: Change

    public init(from settings: SettingsReader) {
        metric = settings.required("metric", "One of the stage's metrics.")
        let absolute: Double? = settings.optional(
            "absolute", .atLeast(0), "In units of the metric. State this or `relative`.")
        let relative: Double? = settings.optional(
            "relative", .atLeast(0), "As a share of the champion's value: 0.02 for 2 %.")
        let stated = ["absolute", "relative"].filter { settings.site[$0].isStated }
        if stated.count != 1 {
            settings.site.report(
                stated.isEmpty
                    ? "by how much the metric must be better is missing" : "absolute and relative are both stated",
                hint: "state one of absolute and relative")
        }
        change = relative.map(Change.relative) ?? .absolute(absolute ?? 0)
    }

    public func check(_ chain: GateCheck, at site: SettingsSite) {
        _ = chain.metric(metric, at: site)
    }

    public var rule: GateRule {
        .besideChampion { comparison in
            let numbers = comparison.numbers(of: metric)
            let difference = numbers.difference ?? .nan
            let needed: Double
            let asked: String
            switch change {
            case .absolute(let amount):
                needed = amount
                asked = ConditionFigures.asked(amount)
            case .relative(let share):
                needed = share * abs(numbers.champion ?? .nan)
                asked = "\(ConditionFigures.asked(share)) of that, \(ConditionFigures.found(needed)),"
            }
            return ConditionOutcome(
                isMet: difference >= needed,
                "\(ConditionFigures.comparison(numbers)); better by at least \(asked) is asked for", numbers: numbers)
        }
    }
}
