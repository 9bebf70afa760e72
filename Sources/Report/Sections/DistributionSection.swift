import Modelling
import Pipeline

/// How unevenly interactions are spread over users and items.
struct DistributionSection: ReportSection {
    let id = "distributions"
    let title = "Distribution of interactions"

    func content(for content: ReportContent) -> HTML? {
        let shown = content.distributions.filter { $0.bins.contains { $0.members > 0 } }
        guard !shown.isEmpty else { return nil }
        return HTML(.div) {
            HTML.paragraph("Of the training part. Both axes are logarithmic; each bar counts the members of one bin.")
            HTML(.div, .class("charts")) {
                for (index, distribution) in shown.enumerated() { figure(of: distribution, index: index) }
            }
        }
    }

    private func figure(of distribution: Distribution, index: Int) -> HTML {
        let bins = distribution.bins.filter { $0.members > 0 }
        let chart = Histogram(
            bins: bins.map { .init(lower: Double($0.lower), end: Double($0.upper) + 1, count: $0.members) },
            xTitle: distribution.title, yTitle: distribution.members, style: SeriesStyle(index))
        return Figure(
            id: "distribution-\(index)",
            title: distribution.title.prefix(1).uppercased() + distribution.title.dropFirst(),
            subtitle: Self.summary(of: distribution),
            description: "A histogram with logarithmic axes. \(Self.summary(of: distribution))",
            height: chart.frame.height, drawing: chart.html,
            numbers: DataTable(
                id: "distribution-\(index)-numbers", caption: HTML(text: distribution.title),
                columns: [.number("\(distribution.title)"), .number("\(distribution.members)")],
                rows: bins.map { .init([HTML(text: Self.range(of: $0)), HTML(text: Numbers.count($0.members))]) })
        ).html
    }

    /// Where the middle member and the largest lie, as exactly as the bins know.
    static func summary(of distribution: Distribution) -> String {
        let bins = distribution.bins.filter { $0.members > 0 }
        let total = bins.reduce(0) { $0 + $1.members }
        var seen = 0
        guard let last = bins.last,
            let middle = bins.first(where: { bin in
                seen += bin.members
                return seen * 2 >= total
            })
        else { return "" }
        return "\(Numbers.count(total)) \(distribution.members): median \(range(of: middle)), most \(range(of: last))"
    }

    /// `7`, or `8 to 11`.
    static func range(of bin: Distribution.Bin) -> String {
        bin.lower == bin.upper ? Numbers.count(bin.lower) : "\(Numbers.count(bin.lower)) to \(Numbers.count(bin.upper))"
    }
}
