import Pipeline

/// Writes a run's page and model card.
///
/// The page is a header and a list of sections, one type each; a section without anything to show is left out, so the
/// same page serves failed runs, runs that only write tables, and runs of one candidate.
public struct RunReport: Reporting {
    /// In the order they are read.
    private let sections: [any ReportSection] = [
        LineageSection(), RowsSection(), ScoresSection(), SearchSection(), TrainingSection(), DistributionSection(),
        ListLengthSection(),
        SamplesSection(), UnscoredSection(), BundleSection(),
    ]

    public init() {}

    public func html(_ content: ReportContent) -> String {
        let headline = Headline(content)
        return Page(
            title: headline.title, header: headline.html,
            sections: sections.compactMap { section in
                section.content(for: content).map { Page.Section(id: section.id, title: section.title, content: $0) }
            },
            footer: HTML(.p) {
                "Written by Mercer. This page is complete in itself: it loads nothing and runs nothing."
            }
        ).document
    }

    public func html(_ page: String, judged verdict: GateVerdict) -> String? {
        GateBox(verdict: verdict).replacing(in: page)
    }

    public func modelCard(_ content: ReportContent) -> String {
        ModelCard(content).text
    }
}

/// One part of the page under its own heading.
protocol ReportSection: Sendable {
    /// The fragment that leads to it, unique on the page.
    var id: String { get }
    var title: String { get }
    /// What it shows; nil leaves the section out.
    func content(for content: ReportContent) -> HTML?
}
