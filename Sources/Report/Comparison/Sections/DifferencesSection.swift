import Modelling
import Pipeline

/// Each model against the baseline over the same users: by how much, and how sure.
struct DifferencesSection: ComparisonSection {
    let id = "differences"
    let title = "Differences from the baseline"

    func content(for view: ComparisonView) -> HTML? {
        HTML(.div) {
            HTML.paragraph(
                "Over the same users: what all models find easy or hard about a user cancels, so these intervals say more than those of the values. A difference is called better or worse where its corrected p-value of the bootstrap is below 0.05; below \(Numbers.count(PairedDifference.fewestUsers)) users nothing is."
            )
            for pair in view.comparison.pairs { self.pair(pair, view) }
            if view.comparison.pairs.contains(where: { $0.obstacle == nil }) {
                HTML.paragraph(
                    "Intervals and the first p-values are from 1,000 paired bootstrap resamples of users, the second from Wilcoxon's signed-rank test of the users' values (zeros by Pratt's method). P-values are two-sided; in brackets as they were before Holm's correction over the metrics of a model.",
                    class: "quiet")
            }
        }
    }

    private func pair(_ pair: Comparison.Pair, _ view: ComparisonView) -> HTML {
        let name = view.name(pair.model)
        if let obstacle = pair.obstacle {
            return HTML(.h3) { "\(HTML.name(name)): not tested" } + .paragraph(HTML(text: obstacle))
        }
        return DataTable(
            id: "differences-\(pair.model)",
            caption: "\(HTML.name(name)) less \(HTML.name(view.name(0)))",
            columns: [
                .text("Metric"), .text("Verdict"), .number("Difference"), .number("95\u{A0}% interval"),
                .number("p, bootstrap"), .number("p, signed-rank"), .number("Users"),
            ],
            rows: pair.tests.map { test in
                .init([
                    HTML(text: test.metric), Self.verdict(test), HTML(text: Numbers.signed(test.difference)),
                    "\(Numbers.signed(test.low)) to \(Numbers.signed(test.high))",
                    Self.pValue(test.adjustedBootstrapP, raw: test.bootstrapP),
                    Self.pValue(test.adjustedWilcoxonP, raw: test.wilcoxonP), HTML(text: Numbers.count(test.userCount)),
                ])
            }
        ).html
    }

    private static func pValue(_ adjusted: Double, raw: Double) -> HTML {
        "\(PValue.text(adjusted))" + .below("[\(PValue.text(raw))]")
    }

    static func verdict(_ test: PairedTest) -> HTML {
        switch test.verdict {
        case .better: HTML(.span, .class("tag good")) { "better" }
        case .worse: HTML(.span, .class("tag bad")) { "worse" }
        case .undecided: HTML(text: words(for: test))
        }
    }

    /// The verdict of a test in words.
    static func words(for test: PairedTest) -> String {
        test.hasTooFewUsers ? "too few users to tell" : test.verdict.rawValue
    }
}
