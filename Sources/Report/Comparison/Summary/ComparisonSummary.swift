import Modelling
import Pipeline

/// The comparison in two paragraphs: which model, by how much, how sure; and where it is worse.
struct ComparisonSummary {
    let paragraphs: [String]

    init(_ view: ComparisonView) {
        let shipping = ShippingSentences(view).text.map { " \($0)" } ?? ""
        guard let outcome = OutcomeParagraph(view) else {
            paragraphs = [Self.withoutOutcome(view) + shipping, SideBySideParagraph(view).text]
            return
        }
        paragraphs = [outcome.text + shipping, DrawbacksParagraph(view, challenger: outcome.challenger).text]
    }

    /// Why no other model is called better or worse.
    private static func withoutOutcome(_ view: ComparisonView) -> String {
        guard view.comparison.comparable.count == 1 else {
            return
                "No other model that was tested on the same test part as the baseline \(view.name(0)) has a value of "
                + "\(view.comparison.mainMetric), so none can be called better or worse than it."
        }
        return
            "No other model was tested on the same test part as the baseline \(view.name(0)), so none can be called better "
            + "or worse than it: their values stand side by side, and a difference may come from the test part alone."
            + hint(view)
    }

    /// A value with its interval, where it has one.
    static func text(_ value: MetricValue) -> String {
        guard let low = value.low, let high = value.high else { return Numbers.metric(value.value) }
        return "\(Numbers.metric(value.value)) (95\u{A0}% interval \(Numbers.metric(low)) to \(Numbers.metric(high)))"
    }

    /// Models that could be held against each other, if another were the baseline.
    private static func hint(_ view: ComparisonView) -> String {
        let groups = Dictionary(grouping: view.models.indices.dropFirst()) { view.models[$0].testDigest }.values
        guard let group = groups.filter({ $0.count > 1 }).min(by: { $0[0] < $1[0] }) else { return "" }
        let names = group.map(view.name).joined(separator: ", ")
        return " \(names) share a test part: name one of them first to compare them."
    }
}
