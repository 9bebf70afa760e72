import Modelling
import Pipeline

/// The challenger is, in all likelihood, not worse than the champion by more than a margin.
///
/// A non-inferiority test: it passes when the lower end of the one-sided 95 % interval of the difference over users lies
/// above −margin, so that a challenger which is truly worse by the margin passes one night in twenty.
public struct NotWorse: GateCondition {
    public static let name = "not_worse"
    public static let summary =
        "The metric is not worse than the champion's by more than `margin`, with 95 % confidence over users."

    /// Fewer users make the interval narrower than it should be.
    static let fewestUsers = 30

    let metric: String
    let margin: Double

    public init(from settings: SettingsReader) {
        metric = settings.required("metric", "One of the stage's metrics that has a value for each user.")
        margin = settings.required("margin", .above(0), "What may be lost, in units of the metric.")
    }

    public func check(_ chain: GateCheck, at site: SettingsSite) {
        guard case .catalogue? = chain.metric(metric, at: site)?.measure else { return }
        site["metric"].report(
            "\(metric) is one value of all lists together, so nothing tells how sure a difference is",
            hint: "use the condition bounds or minimum_change")
    }

    public var rule: GateRule {
        .besideChampion { comparison in
            var numbers = comparison.numbers(of: metric)
            guard let bound = try comparison.lowerBound(of: metric) else {
                return ConditionOutcome(
                    .failed, "\(metric) has no values of users that both were scored on", numbers: numbers)
            }
            numbers.lowerBound = bound
            let count = numbers.userCount ?? 0
            let text =
                "\(ConditionFigures.comparison(numbers)), "
                + (bound < 0 ? "worse by up to \(ConditionFigures.found(-bound))" : "not worse")
                + " with 95 % confidence; less than \(ConditionFigures.asked(margin)) is allowed"
            return ConditionOutcome(
                isMet: bound > -margin, text, numbers: numbers,
                warnings: count < Self.fewestUsers ? ["\(count) users are too few for a sure answer"] : [])
        }
    }
}
