import Modelling
import Pipeline

/// A metric lies within bounds, whatever the champion's is: coverage that must not collapse, popularity that must not rule.
public struct Bounds: GateCondition {
    public static let name = "bounds"
    public static let summary = "The metric lies from `minimum` to `maximum` on the test part."

    let metric: String
    let minimum: Double?
    let maximum: Double?

    public init(from settings: SettingsReader) {
        metric = settings.required("metric", "One of the stage's metrics, such as coverage@10 or popularity_share@10.")
        minimum = settings.optional("minimum", "The least it may be.")
        maximum = settings.optional("maximum", "The most it may be.")
        if !settings.site["minimum"].isStated, !settings.site["maximum"].isStated {
            settings.site.report("bounds without a bound", hint: "state minimum, maximum or both")
        }
        if let minimum, let maximum, minimum > maximum {
            settings.site["minimum"].report("no value is at least \(minimum) and at most \(maximum)")
        }
    }

    public func check(_ chain: GateCheck, at site: SettingsSite) {
        _ = chain.metric(metric, at: site)
    }

    public var rule: GateRule {
        .alone { challenger in
            let value = challenger.value(of: metric)
            let isInside = value >= minimum ?? -.infinity && value <= maximum ?? .infinity
            return ConditionOutcome(
                isMet: isInside, "\(metric) is \(ConditionFigures.found(value)), \(asked) is asked for",
                numbers: .init(metric: metric, value: value))
        }
    }

    private var asked: String {
        let parts = [
            minimum.map { "at least \(ConditionFigures.asked($0))" },
            maximum.map { "at most \(ConditionFigures.asked($0))" },
        ]
        return parts.compactMap(\.self).joined(separator: " and ")
    }
}
