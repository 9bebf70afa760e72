import Pipeline

/// Given against predicted ratings: a calibrated model lies on the diagonal.
struct CalibrationSection: ComparisonSection {
    let id = "calibration"
    let title = "Calibration of predicted ratings"

    func content(for view: ComparisonView) -> HTML? {
        let calibrations = view.comparison.calibrations
        guard !calibrations.isEmpty else { return nil }
        let lines = calibrations.map { calibration in
            NumberedLines.Line(
                name: view.name(calibration.model), style: view.style(calibration.model),
                points: calibration.bins.map { ($0.meanPrediction, $0.meanRating) })
        }
        let all = lines.flatMap(\.points).flatMap { [$0.x, $0.y] }
        guard let least = all.min(), let most = all.max() else { return nil }
        let diagonal = NumberedLines.Line(
            name: "calibrated", style: SeriesStyle(view.models.count), points: [(least, least), (most, most)])
        return HTML(.div) {
            HTML.paragraph(
                "Test rows sorted by prediction and cut into ten groups of equal size: mean rating against mean prediction. Below the diagonal a model promises too much."
            )
            if let note = view.incomparableNote { HTML.paragraph(HTML(text: note)) }
            HTML(.div, .class("charts")) {
                NumberedLines(
                    id: "calibration-chart", title: "Mean rating by mean prediction", subtitle: nil,
                    x: .linear("mean prediction", covering: all), y: .linear("mean rating", covering: all),
                    xTitle: "prediction", lines: lines + [diagonal]
                ).html
            }
            DataTable(
                id: "calibration-error", caption: "Mean distance between rating and prediction over the groups",
                columns: [.text("Model"), .number("Distance"), .number("Test rows")],
                rows: calibrations.map { calibration in
                    .init([
                        .name(view.name(calibration.model)), HTML(text: Numbers.metric(calibration.meanDistance)),
                        HTML(text: Numbers.count(calibration.rows)),
                    ])
                }
            ).html
        }
    }
}

extension Comparison.Calibration {
    /// Of the test part.
    var rows: Int { bins.reduce(0) { $0 + $1.rows } }

    /// Σ rows · |mean rating − mean prediction| / Σ rows
    var meanDistance: Double {
        bins.reduce(0) { $0 + Double($1.rows) * abs($1.meanRating - $1.meanPrediction) } / Double(rows)
    }
}
