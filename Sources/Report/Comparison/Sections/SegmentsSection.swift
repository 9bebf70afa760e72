import Modelling
import Pipeline

/// The main metric for groups of users.
struct SegmentsSection: ComparisonSection {
    let id = "segments"
    let title = "By segment"

    func content(for view: ComparisonView) -> HTML? {
        guard let segments = view.comparison.segments, !segments.groups.isEmpty else { return nil }
        return HTML(.div) {
            HTML.paragraph(
                "\(segments.metric) over the test users of each group. \(Self.differences(segments)) ⚠ marks groups below \(Numbers.count(SegmentComparison.fewestUsers)) users, which say little. Head items are the fewest that hold half of the training interactions, tail items all others."
            )
            for (index, group) in segments.groups.enumerated() { table(of: group, index: index, segments, view) }
        }
    }

    /// What stands below the values.
    private static func differences(_ segments: SegmentComparison) -> String {
        segments.hasDifferences
            ? "Differences are from the baseline, with 95\u{A0}% normal intervals over users (from 30 users on); they are not corrected for the number of groups."
            : "Differences have no intervals: the groups have fewer than 30 users."
    }

    private func table(
        of group: SegmentComparison.Group, index: Int, _ segments: SegmentComparison, _ view: ComparisonView
    ) -> HTML {
        DataTable(
            id: "segments-\(index)", caption: .name(group.title),
            columns: [.text("Group"), .number("Users")] + segments.models.map { .number(.name(view.name($0))) },
            rows: group.segments.map { segment in
                .init(
                    [.name(segment.name), Self.users(segment)]
                        + segments.models.indices.map { place in
                            "\(Numbers.metric(segment.values[place]))" + difference(segment, place, segments, view)
                        })
            }
        ).html
    }

    private static func users(_ segment: SegmentComparison.Segment) -> HTML {
        guard segment.userCount < SegmentComparison.fewestUsers else { return "\(Numbers.count(segment.userCount))" }
        return "\(Numbers.count(segment.userCount)) ⚠" + .below("few")
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
