import Modelling
import Pipeline

/// Which model is best, by how much, and how sure that is: the verdict first, its numbers after it.
struct OutcomeParagraph {
    let view: ComparisonView
    /// The best of the models that are held against the baseline.
    let challenger: Int
    private let found: MetricValue
    private let baseline: MetricValue
    private var metric: String { view.comparison.mainMetric }

    /// More others than this are counted, not named.
    private static let mostNamedOthers = 3

    /// Nil where no other model was judged on the baseline's test part.
    init?(_ view: ComparisonView) {
        let metric = view.comparison.mainMetric
        guard let challenger = view.challenger, let found = view.models[challenger].value(of: metric),
            let baseline = view.models[0].value(of: metric)
        else { return nil }
        self.view = view
        self.challenger = challenger
        self.found = found
        self.baseline = baseline
    }

    var text: String {
        let text = [verdict, values, certainty, choice, others].compactMap(\.self).joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private var name: String { view.name(challenger) }
    private var first: String { "the baseline \(view.name(0))" }
    private var test: PairedTest? { view.tests(challenger).first { $0.metric == metric } }
    private var count: Int { view.comparison.comparable.count }
    private var gain: Double { view.direction(metric).gain(found.value, over: baseline.value) }

    private var verdict: String? {
        if gain == 0 { return "\(name) and \(first) reach the same \(metric), \(ComparisonSummary.text(baseline))." }
        guard let test else { return "\(leader) by \(metric); whether by chance is not known." }
        if test.hasTooFewUsers { return "by \(metric), there are too few users to tell \(name) from \(first)." }
        switch test.verdict {
        case .better: return "\(name) is better than \(first) by \(metric), beyond what chance explains."
        case .worse: return "\(first) is better by \(metric) than \(rest), beyond what chance explains."
        case .undecided:
            return "by \(metric), these runs cannot tell \(name) from \(first): chance can explain the difference."
        }
    }

    private var leader: String { gain > 0 ? "\(name) is ahead of \(first)" : "\(first) is ahead of \(name)" }

    /// The challenger, and that it is the best of several.
    private var rest: String { count > 2 ? "\(name), the best of the others" : name }

    private var values: String? {
        guard gain != 0 else { return nil }
        let size = Numbers.metric(abs(gain))
        let share = baseline.value == 0 ? nil : Numbers.percent(abs(gain / baseline.value))
        let direction = gain > 0 ? "better" : "worse"
        let comparison = share.map { "\($0) \(direction) (by \(size))" } ?? "\(direction) by \(size)"
        return
            "\(name) reaches \(ComparisonSummary.text(found)), the baseline \(ComparisonSummary.text(baseline)): \(comparison)."
    }

    private var certainty: String? {
        guard let test else {
            return "Without values per user there is no test whether chance explains the difference."
        }
        let users = "the same \(Numbers.count(test.userCount, of: "user"))"
        if test.difference == 0, test.low == 0, test.high == 0 {
            return gain == 0 ? "It is the same in every resample of \(users)." : nil
        }
        if test.hasTooFewUsers {
            return
                "There are values of both for \(Numbers.count(test.userCount, of: "user")); a difference is judged from "
                + "\(Numbers.count(PairedDifference.fewestUsers)) on."
        }
        return
            "Over \(users) the difference lies between \(Numbers.signed(test.low)) and \(Numbers.signed(test.high)) with 95\u{A0}% "
            + "confidence (p \(PValue.text(test.adjustedBootstrapP)) by paired bootstrap, "
            + "\(PValue.text(test.adjustedWilcoxonP)) by signed ranks, both corrected for "
            + "\(Numbers.count(view.tests(challenger).count, of: "metric")))."
            + (reservation(test).map { " \($0)" } ?? "")
    }

    /// Why an interval that excludes zero decides nothing.
    private func reservation(_ test: PairedTest) -> String? {
        guard test.verdict == .undecided, test.low > 0 || test.high < 0 else { return nil }
        guard test.isUndoneByCorrection else { return "The interval excludes zero by less than the p-value asks for." }
        return
            "The interval, which is not corrected, excludes zero; over \(Numbers.count(view.tests(challenger).count)) metrics "
            + "that is not enough."
    }

    /// Whoever is picked as the best of several looks better than it is.
    private var choice: String? {
        guard count > 2, test?.verdict == .better else { return nil }
        return
            "It is the best of the \(Numbers.count(count - 1)) held against the baseline, which the p-values do not allow for."
    }

    /// What became of everybody else.
    private var others: String? {
        let others = view.comparison.comparable.dropFirst().filter { $0 != challenger }
        let shown = others.prefix(Self.mostNamedOthers).compactMap { model -> String? in
            guard let value = view.models[model].value(of: metric)?.value else { return nil }
            let test = view.tests(model).first { $0.metric == metric }
            return "\(view.name(model)) \(Numbers.metric(value)), \(Self.outcome(test))"
        }
        guard !shown.isEmpty else { return nil }
        let rest = others.count - shown.count
        return "Besides: \(shown.joined(separator: "; "))\(rest > 0 ? "; and \(Numbers.count(rest)) more" : "")."
    }

    private static func outcome(_ test: PairedTest?) -> String {
        guard let test else { return "not tested" }
        if test.hasTooFewUsers { return "too few users to tell" }
        switch test.verdict {
        case .better: return "better than the baseline"
        case .worse: return "worse than the baseline"
        case .undecided: return "not told from the baseline"
        }
    }
}
