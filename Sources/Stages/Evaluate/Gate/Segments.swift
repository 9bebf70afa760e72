import Modelling
import Pipeline
import Tables

/// No group of users loses more than stated.
public struct Segments: GateCondition {
    public static let name = "segments"
    public static let summary =
        "In no group of users that a column makes is the metric worse than the champion's by more than `maximum_loss`."

    /// Smaller groups only warn.
    static let fewestUsers = 200

    let column: String
    let metric: String
    let maximumLoss: Double

    public init(from settings: SettingsReader) {
        column = settings.required(
            "column",
            "A column of the users' table: texts, flags and numbers of up to twenty values make groups, other numbers quarters; "
                + "users without a value are a group, too."
        )
        metric = settings.required("metric", "One of the stage's metrics that has a value for each user.")
        maximumLoss = settings.required(
            "maximum_loss", .atLeast(0),
            "What a group may lose, in units of the metric. Groups of fewer than 200 test users only warn.")
    }

    public func check(_ chain: GateCheck, at site: SettingsSite) {
        guard case .catalogue? = chain.metric(metric, at: site)?.measure else { return }
        site["metric"].report(
            "\(metric) is one value of all lists together, groups have none of their own",
            hint: "choose a metric that is a mean over users")
    }

    public func check(userSchema: TableSchema?, at site: SettingsSite) {
        guard let userSchema else {
            site["column"].report(
                "the dataset has no table of users whose columns could make groups",
                hint: "load one and name it as features.dataset.users")
            return
        }
        guard let type = userSchema.type(of: column) else {
            site["column"].reportUnknown("column of the users' table", column, among: userSchema.names)
            return
        }
        if type == .timestamp { site["column"].report("\(column) is a time, which makes no groups") }
    }

    public var rule: GateRule {
        .besideChampion { comparison in
            var numbers = comparison.numbers(of: metric)
            let grouping = comparison.grouping(by: column)
            guard let grouping, grouping.absence == nil else {
                return ConditionOutcome(.failed, absence(of: grouping), numbers: numbers)
            }
            let segments = comparison.segments(of: grouping, by: metric, fewestUsers: Self.fewestUsers)
            numbers.segments = segments
            guard !segments.isEmpty else {
                return ConditionOutcome(
                    .failed, "\(metric) has no values of users that both were scored on", numbers: numbers)
            }
            // NaN counts as a loss: nobody knows how the group fares.
            let losing = segments.filter { !($0.difference >= -maximumLoss) }
            let deciding = losing.filter(\.decides)
            return ConditionOutcome(
                isMet: deciding.isEmpty, text(segments, deciding), numbers: numbers,
                warnings: warnings(segments, losing))
        }
    }

    public func outlook(on groups: [String: UserGrouping]) -> GateOutlook {
        guard let grouping = groups[column], grouping.absence == nil else {
            return GateOutlook(problem: absence(of: groups[column]))
        }
        let sizes = Dictionary(grouping: grouping.codes.filter { $0 != UserGrouping.small }, by: \.self)
        let decides = sizes.values.contains { $0.count >= Self.fewestUsers }
        return GateOutlook(warnings: decides ? [] : [nothingDecided])
    }

    private func absence(of grouping: UserGrouping?) -> String {
        "\(column) makes no groups of the test users: it \(grouping?.absence ?? "is no column that the run keeps")"
    }

    private var nothingDecided: String {
        "no group of \(column) has \(Self.fewestUsers) test users: the condition decides nothing"
    }

    private func warnings(
        _ segments: [ConditionOutcome.SegmentOutcome], _ losing: [ConditionOutcome.SegmentOutcome]
    ) -> [String] {
        let small = losing.filter { !$0.decides }
        return (segments.contains(where: \.decides) ? [] : [nothingDecided])
            + (small.isEmpty
                ? []
                : [
                    "groups of fewer than \(Self.fewestUsers) users lose more and decide nothing: "
                        + small.map(describe).joined(separator: ", ")
                ])
    }

    private func text(
        _ segments: [ConditionOutcome.SegmentOutcome], _ losing: [ConditionOutcome.SegmentOutcome]
    ) -> String {
        let asked = "a loss of at most \(ConditionFigures.asked(maximumLoss)) is allowed"
        guard losing.isEmpty else {
            return "\(metric) by \(column): \(losing.map(describe).joined(separator: ", ")); \(asked)"
        }
        let deciding = segments.filter(\.decides)
        guard let worst = deciding.min(by: { $0.difference < $1.difference }) else {
            return "\(metric) by \(column): \(nothingDecided); \(asked)"
        }
        let count =
            deciding.count == 1 ? "one group that decides" : "\(deciding.count) groups that decide"
        return "\(metric) by \(column): the worst of \(count) is \(describe(worst)); \(asked)"
    }

    private func describe(_ segment: ConditionOutcome.SegmentOutcome) -> String {
        "\(segment.name) \(ConditionFigures.signed(segment.difference)) over \(segment.userCount) users"
    }
}
