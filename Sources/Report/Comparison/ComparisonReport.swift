import Pipeline

/// Writes a comparison for people and for programs: a page, Markdown for a pull request, JSON.
public struct ComparisonReport {
    private let view: ComparisonView
    private let summary: ComparisonSummary

    /// In the order they are read.
    private let sections: [any ComparisonSection] = [
        ComparedValuesSection(), DifferencesSection(), SegmentsSection(), ComparedLengthsSection(), CostSection(),
        OverlapSection(), ChangedListsSection(), ListProfileSection(), CalibrationSection(), ComparedLossSection(),
        ComparedSettingsSection(), ComparedDataSection(), EnvironmentSection(), NotesSection(),
    ]

    /// - Parameter definitions: definition of each metric, by its name without cutoff.
    public init(_ comparison: Comparison, definitions: [String: String]) {
        view = ComparisonView(comparison: comparison, definitions: definitions)
        summary = ComparisonSummary(view)
    }

    /// The two paragraphs, as text.
    public var summaryParagraphs: [String] { summary.paragraphs }

    /// One self-contained page: no script, no network.
    public var html: String {
        Page(
            title: title, header: header,
            sections: sections.compactMap { section in
                section.content(for: view).map { Page.Section(id: section.id, title: section.title, content: $0) }
            },
            footer: HTML(.p) {
                "Written by Mercer. This page is complete in itself: it loads nothing and runs nothing."
            }
        ).document
    }

    public var markdown: String { ComparisonMarkdown(view: view, summary: summary).text }

    public var json: JSON { ComparisonJSON(view: view, summary: summary).json }

    private var title: String {
        let comparison = view.comparison
        let names = Set(comparison.runs.map { "\($0.pipelineName) on \($0.configName)" })
        let what = names.count == 1 ? names.first ?? "" : "several pipelines"
        return "\(view.models.count) models of \(what) compared"
    }

    private var header: HTML {
        HTML(.div) {
            HTML(.h1) { HTML(text: title) }
            for (index, paragraph) in summary.paragraphs.enumerated() {
                HTML.paragraph(HTML(text: RightToLeft.isolated(paragraph)), class: index == 0 ? "lead" : "sure")
            }
            ComparedModelsTable(view: view).html
        }
    }
}

/// One part of the comparison's page under its own heading.
protocol ComparisonSection: Sendable {
    /// The fragment that leads to it, unique on the page.
    var id: String { get }
    var title: String { get }
    /// What it shows; nil leaves the section out.
    func content(for view: ComparisonView) -> HTML?
}
