import Modelling
import Pipeline

/// Where the challenger is worse: other metrics, groups of users, time and size; and how different its lists are.
struct DrawbacksParagraph {
    let view: ComparisonView
    let challenger: Int
    private var comparison: Comparison { view.comparison }
    private var metric: String { comparison.mainMetric }
    private var name: String { view.name(challenger) }

    /// More groups than this are counted, not named.
    private static let mostNamedGroups = 4

    init(_ view: ComparisonView, challenger: Int) {
        self.view = view
        self.challenger = challenger
    }

    var text: String {
        [metrics, groups, untested, cost, lists, others].compactMap(\.self).joined(separator: " ")
    }

    private var metrics: String? {
        let all = view.tests(challenger)
        let tests = all.filter { !$0.hasTooFewUsers }
        guard !all.isEmpty else { return nil }
        guard !tests.isEmpty else {
            return
                "Better or worse is said of none of the \(Numbers.count(all.count, of: "metric")): too few users to tell."
        }
        func list(_ verdict: PairedTest.Verdict) -> String? {
            let found = tests.filter { $0.verdict == verdict }.map { "\($0.metric) (\(Numbers.signed($0.difference)))" }
            return found.isEmpty ? nil : found.joined(separator: ", ")
        }
        let tested = tests.count == 1 ? "the one metric tested" : "the \(Numbers.count(tests.count)) metrics tested"
        switch (list(.better), list(.worse)) {
        case (nil, nil):
            return "Beyond chance, \(name) is neither better nor worse than the baseline on any of \(tested)."
        case (let better?, nil): return "Beyond chance, \(name) is better on \(better) and worse on none of \(tested)."
        case (nil, let worse?): return "Beyond chance, \(name) is worse on \(worse) and better on none of \(tested)."
        case (let better?, let worse?): return "Beyond chance, \(name) is worse on \(worse) but better on \(better)."
        }
    }

    private var groups: String? {
        guard let segments = comparison.segments, let place = segments.models.firstIndex(of: challenger) else {
            return nil
        }
        let direction = view.direction(metric)
        let found = segments.groups.flatMap { group in
            group.segments.compactMap { segment in segment.differences[place].map { (group.title, segment.name, $0) } }
        }
        guard !found.isEmpty else { return "By group of users there are values alone, without intervals." }
        let worse = found.filter { $0.2.excludesZero && direction.gain($0.2.mean, over: 0) < 0 }.map {
            "\($0.1) (\($0.0.lowercased()), \(Numbers.signed($0.2.mean)))"
        }
        guard found.count > 1 else {
            return "In the one group of users that is large enough to tell, \(found[0].1), its \(metric) is "
                + "\(worse.isEmpty ? "not clearly worse" : "worse") (\(Numbers.signed(found[0].2.mean)))."
        }
        let count = Numbers.count(found.count)
        if worse.isEmpty { return "In none of \(count) groups of users is its \(metric) clearly worse." }
        let rest = worse.count - Self.mostNamedGroups
        let named = worse.prefix(Self.mostNamedGroups).joined(separator: "; ")
        return
            "Of \(count) groups of users its \(metric) is worse for \(named)\(rest > 0 ? " and \(Numbers.count(rest)) more" : "")"
            + "; where nothing differs, one group in forty looks worse by chance."
    }

    /// Metrics without values per user, as coverage.
    private var untested: String? {
        let tested = Set(view.tests(challenger).map(\.metric))
        let changes = comparison.metrics.filter { !tested.contains($0) }.compactMap { metric -> String? in
            guard let value = view.models[challenger].value(of: metric)?.value,
                let baseline = view.models[0].value(of: metric)?.value, value != baseline
            else { return nil }
            return "\(metric) goes from \(Numbers.metric(baseline)) to \(Numbers.metric(value))"
        }
        return changes.isEmpty ? nil : "Not tested: \(changes.joined(separator: ", "))."
    }

    private var cost: String? {
        let (model, baseline) = (view.models[challenger], view.models[0])
        var parts: [String] = []
        if model.fitSeconds.isFinite, baseline.fitSeconds.isFinite {
            let (time, before) = (
                Numbers.duration(seconds: model.fitSeconds), Numbers.duration(seconds: baseline.fitSeconds)
            )
            parts.append(
                time == before ? "was fitted in \(time) as well" : "was fitted in \(time), the baseline in \(before)")
        }
        if let bytes = model.bytes, let before = baseline.bytes {
            parts.append(
                bytes == before
                    ? "is as large (\(Numbers.bytes(bytes)))"
                    : "takes \(Numbers.bytes(bytes)), the baseline \(Numbers.bytes(before))")
        }
        return parts.isEmpty ? nil : "It \(parts.joined(separator: ", and "))."
    }

    private var lists: String? {
        guard let lists = comparison.lists, let place = lists.models.firstIndex(of: challenger) else { return nil }
        let overlap = lists.overlaps[0][place]
        if overlap.rankBiased == 1 {
            return lists.userCount == 1
                ? "The one user sampled gets the same list from both."
                : "All \(Numbers.count(lists.userCount)) users sampled get the same lists from both."
        }
        return
            "Its lists are \(Numbers.percent(overlap.rankBiased)) alike to the baseline's by rank-biased overlap, the first "
            + "\(Numbers.count(ListComparison.depth)) places \(Numbers.percent(overlap.jaccard)) by Jaccard index, over "
            + "\(Numbers.count(lists.userCount, of: "sampled user"))."
    }

    private var others: String? {
        let count = view.models.count - comparison.comparable.count
        guard count > 0 else { return nil }
        return
            "\(Numbers.count(count)) model\(count == 1 ? " was" : "s were") tested on another test part and not tested against the baseline."
    }
}
