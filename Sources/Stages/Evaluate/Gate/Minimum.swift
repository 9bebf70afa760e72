import Modelling
import Pipeline

/// The challenger reaches a value.
public struct Minimum: GateCondition {
    public static let name = "minimum"
    public static let summary = "The metric is at least `value` on the test part."

    let metric: String
    let value: Double

    public init(from settings: SettingsReader) {
        metric = settings.required("metric", "One of the stage's metrics that improves upwards.")
        value = settings.required("value", "The least the challenger may reach.")
    }

    public func check(_ chain: GateCheck, at site: SettingsSite) {
        guard let found = chain.metric(metric, at: site), !found.higherIsBetter else { return }
        site["metric"].report(
            "\(metric) improves downwards, so a minimum asks for bad values",
            hint: "use {\"condition\": \"bounds\", \"metric\": \"\(metric)\", \"maximum\": …}")
    }

    public var rule: GateRule {
        .alone { challenger in
            let found = challenger.value(of: metric)
            return ConditionOutcome(
                isMet: found >= value,
                "\(metric) is \(ConditionFigures.found(found)), at least \(ConditionFigures.asked(value)) is asked for",
                numbers: .init(metric: metric, value: found))
        }
    }
}
