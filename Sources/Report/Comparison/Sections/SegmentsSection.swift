import Modelling
import Pipeline

/// The main metric for groups of users.
struct SegmentsSection: ComparisonSection {
    let id = "segments"
    let title = "By segment"

    /// Models that fit beside the baseline on a page of paper; others follow in a table of their own.
    private static let mostBesideBaseline = 5

    func content(for view: ComparisonView) -> HTML? {
        guard let segments = view.comparison.segments, !segments.groups.isEmpty else { return nil }
        return HTML(.div) {
            HTML.paragraph(
                "\(segments.metric) over the test users of each group. \(Self.differences(segments, view)) ⚠ marks groups below \(Numbers.count(SegmentComparison.fewestUsers)) users, which say little. Head items are the fewest that hold half of the training interactions, tail items all others."
            )
            for (index, group) in segments.groups.enumerated() { tables(of: group, index: index, segments, view) }
        }
    }

    /// What stands below the values.
    static func differences(_ segments: SegmentComparison, _ view: ComparisonView) -> String {
        guard segments.models.count > 1 else {
            return view.comparison.comparable.count > 1
                ? "No other model has values per user of these pairs, so there are no differences."
                : "No other model was tested on these pairs, so there are no differences."
        }
        return segments.hasDifferences
            ? "Differences are from the baseline, with 95\u{A0}% normal intervals over users (from 30 users on); they are not corrected for the number of groups."
            : "Differences have no intervals: the groups have fewer than 30 users."
    }

    /// The baseline stands in each.
    private func tables(
        of group: SegmentComparison.Group, index: Int, _ segments: SegmentComparison, _ view: ComparisonView
    ) -> HTML {
        let others = Array(segments.models.indices.dropFirst())
        let tables = max(1, (others.count + Self.mostBesideBaseline - 1) / Self.mostBesideBaseline)
        let width = max(1, (others.count + tables - 1) / tables)
        let starts = Array(stride(from: 0, to: max(others.count, 1), by: width))
        return .joined(
            starts.map { start in
                let shown = others[start..<min(start + width, others.count)]
                let letters = shown.map { view.letter(segments.models[$0]) }.joined(separator: ", ")
                let caption: HTML =
                    starts.count == 1 ? .name(group.title) : "\(HTML.name(group.title)): \(letters) beside the baseline"
                return table(
                    of: group, id: "segments-\(index)-\(start)", caption: caption, places: [0] + shown, segments, view)
            })
    }

    private func table(
        of group: SegmentComparison.Group, id: String, caption: HTML, places: [Int], _ segments: SegmentComparison,
        _ view: ComparisonView
    ) -> HTML {
        DataTable(
            id: id, caption: caption,
            columns: [.text("Group"), .number("Users")] + places.map { .number(.name(view.name(segments.models[$0]))) },
            rows: group.segments.map { segment in
                .init(
                    [.name(segment.name), Self.users(segment)]
                        + places.map { place in
                            "\(Numbers.metric(segment.values[place]))" + difference(segment, place, segments, view)
                        })
            }
        ).html
    }

    private static func users(_ segment: SegmentComparison.Segment) -> HTML {
        guard segment.userCount < SegmentComparison.fewestUsers else { return "\(Numbers.count(segment.userCount))" }
        return "\(Numbers.count(segment.userCount))\u{A0}⚠" + .below("few")
    }

    private func difference(
        _ segment: SegmentComparison.Segment, _ place: Int, _ segments: SegmentComparison, _ view: ComparisonView
    ) -> HTML {
        guard let difference = segment.differences[place] else { return .empty }
        let range = HTML.range(Numbers.signed(difference.low), Numbers.signed(difference.high))
        guard difference.excludesZero else { return range }
        let isBetter = view.direction(segments.metric).gain(difference.mean, over: 0) > 0
        return range
            + HTML(.span, .class(isBetter ? "tag good" : "tag bad")) { isBetter ? "better" : "worse" }
    }
}
