import Modelling
import Pipeline

/// The comparison in two paragraphs: which model, by how much, how sure; and where it is worse.
struct ComparisonSummary {
    let view: ComparisonView
    private var comparison: Comparison { view.comparison }
    private var metric: String { comparison.mainMetric }

    init(_ view: ComparisonView) {
        self.view = view
    }

    var paragraphs: [String] { [outcome, drawbacks].filter { !$0.isEmpty } }

    // MARK: - Which model, by how much, how sure

    private var outcome: String {
        guard let challenger = view.challenger, let found = value(challenger), let baseline = value(0) else {
            return "No other model was tested on the same pairs as the baseline \(view.name(0)), so none can be called "
                + "better or worse than it: their values stand side by side, and a difference may come from the test part alone."
        }
        let gain = view.direction(metric).gain(found.value, over: baseline.value)
        let count = comparison.comparable.count
        let among = count > 2 ? "Of \(Numbers.count(count)) models tested on the same pairs, " : ""
        let best = gain > 0 ? challenger : 0
        let other = gain > 0 ? 0 : challenger
        let sentence: String
        if gain == 0 {
            sentence =
                "\(among)\(view.name(challenger)) and the baseline \(view.name(0)) reach the same \(metric), \(text(baseline))."
        } else {
            sentence =
                "\(among)\(role(best)) does best by \(metric): \(text(score(best))), against \(text(score(other))) of "
                + "\(role(other)). That is \(size(abs(gain), of: score(other).value)) better."
        }
        return "\(sentence.prefix(1).uppercased() + sentence.dropFirst()) \(certainty(of: challenger))"
    }

    private func certainty(of challenger: Int) -> String {
        guard let test = view.tests(challenger).first(where: { $0.metric == metric }) else {
            return "Without values per user there is no test whether chance explains the difference."
        }
        let range =
            "Over the same \(Numbers.count(test.userCount)) users, \(view.name(challenger)) less the baseline lies between "
            + "\(Numbers.signed(test.low)) and \(Numbers.signed(test.high)) (95\u{A0}%, paired bootstrap; corrected p: "
            + "\(PValue.text(test.adjustedBootstrapP)), signed-rank test \(PValue.text(test.adjustedWilcoxonP)))"
        if test.verdict != .undecided { return "\(range): chance alone does not explain it." }
        return "\(range): these runs cannot tell the two apart."
    }

    // MARK: - Where it is worse

    private var drawbacks: String {
        guard let challenger = view.challenger else { return leftOut.joined(separator: " ") }
        let name = view.name(challenger)
        return
            ([worseMetrics(challenger, name), worseSegments(challenger, name)]
            + [untested(challenger), cost(challenger, name), overlap(challenger, name)].compactMap(\.self) + leftOut)
            .joined(separator: " ")
    }

    private func worseMetrics(_ challenger: Int, _ name: String) -> String {
        let tests = view.tests(challenger)
        guard !tests.isEmpty else { return "" }
        func list(_ verdict: PairedTest.Verdict) -> String {
            tests.filter { $0.verdict == verdict }.map { "\($0.metric) (\(Numbers.signed($0.difference)))" }.joined(
                separator: ", ")
        }
        let (worse, better) = (list(.worse), list(.better))
        let gains = better.isEmpty ? "better on no metric" : "better on \(better)"
        let losses = worse.isEmpty ? "worse on none" : "worse on \(worse)"
        return
            "Against the baseline, \(name) is \(gains) and \(losses) beyond chance, of \(Numbers.count(tests.count)) tested."
    }

    private func worseSegments(_ challenger: Int, _ name: String) -> String {
        guard let segments = comparison.segments, let place = segments.models.firstIndex(of: challenger) else {
            return ""
        }
        let direction = view.direction(metric)
        guard segments.groups.contains(where: { $0.segments.contains { $0.differences[place] != nil } }) else {
            return "By segment there are values alone, without intervals."
        }
        let worse = segments.groups.flatMap { group in
            group.segments.compactMap { segment -> String? in
                guard let difference = segment.differences[place], difference.excludesZero,
                    direction.gain(difference.mean, over: 0) < 0
                else { return nil }
                return "\(segment.name) (\(group.title.lowercased()), \(Numbers.signed(difference.mean)))"
            }
        }
        if worse.isEmpty { return "In no segment of users does its \(metric) fall behind by more than its interval." }
        let shown = worse.prefix(4).joined(separator: "; ")
        let rest = worse.count > 4 ? " and \(Numbers.count(worse.count - 4)) more" : ""
        return "Its \(metric) falls behind for \(shown)\(rest); segments are many, so read one alone with care."
    }

    /// Metrics without values per user, as coverage.
    private func untested(_ challenger: Int) -> String? {
        let tested = Set(view.tests(challenger).map(\.metric))
        let changes = comparison.metrics.filter { !tested.contains($0) }.compactMap { metric -> String? in
            guard let value = view.models[challenger].value(of: metric)?.value,
                let baseline = view.models[0].value(of: metric)?.value, value != baseline
            else { return nil }
            return "\(metric) goes from \(Numbers.metric(baseline)) to \(Numbers.metric(value))"
        }
        return changes.isEmpty ? nil : "Untested: \(changes.joined(separator: ", "))."
    }

    private func cost(_ challenger: Int, _ name: String) -> String? {
        let (model, baseline) = (view.models[challenger], view.models[0])
        var parts: [String] = []
        if model.fitSeconds.isFinite, baseline.fitSeconds.isFinite {
            parts.append(
                "was fitted in \(Numbers.duration(seconds: model.fitSeconds)) against \(Numbers.duration(seconds: baseline.fitSeconds))"
            )
        }
        if let bytes = model.bytes, let before = baseline.bytes {
            parts.append("takes \(Numbers.bytes(bytes)) against \(Numbers.bytes(before))")
        }
        return parts.isEmpty ? nil : "It \(parts.joined(separator: " and "))."
    }

    private func overlap(_ challenger: Int, _ name: String) -> String? {
        guard let lists = comparison.lists, let place = lists.models.firstIndex(of: challenger) else { return nil }
        let overlap = lists.overlaps[0][place]
        return
            "How alike its lists are to the baseline's (1: equal): rank-biased overlap \(Numbers.metric(overlap.rankBiased)), "
            + "Jaccard index of the first ten \(Numbers.metric(overlap.jaccard)), over \(Numbers.count(lists.userCount)) sampled users."
    }

    private var leftOut: [String] {
        let count = view.models.count - comparison.comparable.count
        guard count > 0, view.challenger != nil else { return [] }
        return [
            "\(Numbers.count(count)) model\(count == 1 ? " was" : "s were") tested on other pairs and not tested against the baseline."
        ]
    }

    // MARK: - Words

    private func role(_ model: Int) -> String { model == 0 ? "the baseline \(view.name(0))" : view.name(model) }

    private func value(_ model: Int) -> MetricValue? { view.models[model].value(of: metric) }

    private func score(_ model: Int) -> MetricValue {
        value(model) ?? MetricValue(value: .nan, low: nil, high: nil, count: 0)
    }

    private func text(_ value: MetricValue) -> String {
        guard let low = value.low, let high = value.high else { return Numbers.metric(value.value) }
        return "\(Numbers.metric(value.value)) (95\u{A0}% interval \(Numbers.metric(low)) to \(Numbers.metric(high)))"
    }

    private func size(_ gain: Double, of other: Double) -> String {
        other == 0 ? Numbers.metric(gain) : "\(Numbers.metric(gain)) (\(Numbers.percent(abs(gain / other))))"
    }
}
