import Pipeline

/// What the models' lists are made of: how popular the items are, how concentrated the places, how scores spread.
struct ListProfileSection: ComparisonSection {
    let id = "profile"
    let title = "Popularity and scores of what is recommended"

    func content(for view: ComparisonView) -> HTML? {
        guard let lists = view.comparison.lists else { return nil }
        return HTML(.div) {
            HTML.paragraph(
                "Of the first \(Numbers.count(ListComparison.depth)) places of the sampled users. Popularity is the number of users who had the item in training; head items are the fewest that hold half of the training interactions."
            )
            HTML(.div, .class("charts")) {
                concentration(lists, view)
                popularity(lists, view)
            }
            DataTable(
                id: "profile-popularity", caption: "Popularity of the recommended items",
                columns: [.text("Model"), .number("Distinct items"), .number("To head items")] + Self.percentileColumns,
                rows: lists.profiles.map { profile in
                    .init(
                        [
                            .name(view.name(profile.model)), HTML(text: Numbers.count(profile.distinctItems)),
                            HTML(text: Numbers.percent(profile.headShare)),
                        ] + Self.cells(profile.popularity, Self.users))
                }
            ).html
            DataTable(
                id: "profile-scores",
                caption: "Scores of the recommended items",
                note: "Scores of two models need not be on one scale: compare their spread, not their height.",
                columns: [.text("Model")] + Self.percentileColumns,
                rows: lists.profiles.map { .init([.name(view.name($0.model))] + Self.cells($0.scores, Numbers.metric)) }
            ).html
        }
    }

    private static let percentileColumns: [DataTable.Column] = [
        "5\u{A0}%", "25\u{A0}%", "median", "75\u{A0}%", "95\u{A0}%",
    ]
    .map { .number(HTML(text: $0)) }

    private static func cells(_ percentiles: [Double], _ text: (Double) -> String) -> [HTML] {
        percentiles.isEmpty ? percentileColumns.map { _ in "–" } : percentiles.map { HTML(text: text($0)) }
    }

    /// Users are counted; only between two of them a percentile is no whole number.
    private static func users(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? Numbers.count(Int(value)) : Numbers.metric(value)
    }

    private func concentration(_ lists: ListComparison, _ view: ComparisonView) -> HTML {
        let lines = lists.profiles.map { profile in
            NumberedLines.Line(
                name: view.name(profile.model), style: view.style(profile.model),
                points: Self.thinned(profile.concentration).map { (Double($0.items), $0.share) })
        }
        return NumberedLines(
            id: "concentration", title: "Share of places taken by the most recommended items",
            subtitle: "a line further to the right spreads its places over more items",
            x: .logarithmic("items, the most recommended first", covering: lines.flatMap(\.points).map(\.x)),
            y: .linear("share of places", covering: [0, 1]), xTitle: "items", lines: lines
        ).html
    }

    /// Points at about equal steps of a logarithmic axis, the last included.
    private static func thinned(_ points: [(items: Int, share: Double)]) -> [(items: Int, share: Double)] {
        var next = 1.0
        return points.filter { point in
            guard Double(point.items) >= next || point.items == points.count else { return false }
            next = Double(point.items) * 1.3
            return true
        }
    }

    private func popularity(_ lists: ListComparison, _ view: ComparisonView) -> HTML {
        let rows = lists.profiles.compactMap { profile -> IntervalChart.Row? in
            guard profile.popularity.count == 5 else { return nil }
            return IntervalChart.Row(
                name: view.name(profile.model), value: profile.popularity[2], low: profile.popularity[0],
                high: profile.popularity[4], style: view.style(profile.model), isMarked: false)
        }
        guard !rows.isEmpty else { return .empty }
        let chart = IntervalChart(title: "users who had the item in training", rows: rows)
        return Figure(
            id: "popularity", title: "Popularity of the recommended items",
            subtitle: "dot: median, line: 5\u{A0}% to 95\u{A0}%",
            description: rows.map { "\($0.name): median \(Numbers.metric($0.value))" }.joined(separator: ", "),
            height: chart.height, drawing: chart.html
        ).html
    }
}
