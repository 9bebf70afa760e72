import Pipeline

/// The pictures of one search: the score against each setting, and against the iterations where trials were halved.
struct SearchCharts {
    let search: SearchRecord
    /// Unique on the page.
    let id: String

    /// Trials are told apart by what became of them: shape and colour.
    private static let chosen = SeriesStyle(3)
    private static let completed = SeriesStyle(0)
    private static let stopped = SeriesStyle(4)

    var html: HTML {
        let scored = search.ranking.reversed().filter { $0.score?.isFinite == true }
        guard !scored.isEmpty else { return .empty }
        return HTML.joined(
            search.parameters.indices.map { figure(ofParameter: $0, Array(scored)) } + [halving(Array(scored))])
    }

    private func style(of trial: SearchRecord.Trial) -> SeriesStyle {
        if trial.number == search.chosen { return Self.chosen }
        return trial.status == .completed ? Self.completed : Self.stopped
    }

    private var legend: [Figure.LegendEntry] {
        let statuses = Set(search.trials.filter { $0.score != nil }.map { style(of: $0).marker })
        return [
            ("chosen", Self.chosen), ("completed", Self.completed), ("stopped or undecided", Self.stopped),
        ].filter { statuses.contains($0.1.marker) }.map { .init(name: $0.0, style: $0.1) }
    }

    private func scoreAxis(_ trials: [SearchRecord.Trial]) -> Axis {
        .linear(search.metric, covering: trials.flatMap(\.rungs).map(\.score))
    }
}

// MARK: - Against a setting

extension SearchCharts {
    private func figure(ofParameter index: Int, _ trials: [SearchRecord.Trial]) -> HTML {
        let parameter = search.parameters[index]
        let values = trials.map { $0.parameters[index].value }
        let places = Places(parameter, values)
        let frame = PlotFrame(
            x: places.axis, y: .linear(search.metric, covering: trials.compactMap(\.score)))
        let points = zip(trials, values).map { trial, value in
            PointChart.Point(
                x: places.place(of: value), y: trial.score ?? .nan, style: style(of: trial),
                note:
                    "trial \(trial.number), \(parameter.name) \(Self.text(value)): \(Numbers.metric(trial.score ?? .nan))"
            )
        }
        return Figure(
            id: "\(id)-setting-\(index)", title: "\(search.metric) against \(parameter.name)",
            subtitle: "a point for each trial; other settings differ, too",
            description: description(of: parameter, index), height: frame.height,
            drawing: PointChart(frame: frame, points: points).html, legend: legend
        ).html
    }

    private func description(of parameter: CandidateSearch.Parameter, _ index: Int) -> String {
        guard let best = search.best, let score = best.score else {
            return "The scores of \(search.trials.count) trials; the table below lists them."
        }
        return "The best trial has \(parameter.name) \(Self.text(best.parameters[index].value)) "
            + "and scores \(Numbers.metric(score)); the table below lists all \(search.trials.count) trials."
    }

    private static func text(_ value: JSON) -> String { value.stringValue ?? value.text() }

    /// Where values stand along an axis: numbers by their size, everything else by name.
    private struct Places {
        let axis: Axis
        private let names: [String]?

        init(_ parameter: CandidateSearch.Parameter, _ values: [JSON]) {
            let numbers = values.compactMap(\.doubleValue)
            guard numbers.count == values.count else {
                let texts = values.map(SearchCharts.text).reduce(into: [String]()) { known, text in
                    if !known.contains(text) { known.append(text) }
                }.sorted()
                names = texts
                axis = .names(parameter.name, texts)
                return
            }
            names = nil
            axis = .marking(parameter.name, numbers, isLogarithmic: parameter.isLogarithmic)
        }

        func place(of value: JSON) -> Double {
            guard let names else { return value.doubleValue ?? .nan }
            return names.firstIndex(of: SearchCharts.text(value)).map(Double.init) ?? .nan
        }
    }
}

// MARK: - Against the iterations

extension SearchCharts {
    /// A line for each trial over the rungs it took part in; empty where nobody was stopped in between.
    private func halving(_ trials: [SearchRecord.Trial]) -> HTML {
        let iterations = Set(trials.flatMap(\.rungs).map(\.iterations)).sorted()
        guard iterations.count > 1, trials.contains(where: { $0.rungs.count > 1 }) else { return .empty }
        let frame = PlotFrame(
            x: .marking("iterations", iterations.map(Double.init), isLogarithmic: true), y: scoreAxis(trials))
        let series = trials.map { trial in
            LineChart.Series(
                name: "trial \(trial.number)", style: style(of: trial),
                points: trial.rungs.map { (Double($0.iterations), $0.score) })
        }
        return Figure(
            id: "\(id)-halving", title: "\(search.metric) against iterations",
            subtitle: "a line for each trial; it ends where the trial was stopped",
            description: Self.description(iterations, trials), height: frame.height,
            drawing: LineChart(frame: frame, series: series).html, legend: legend,
            numbers: numbers(iterations, trials)
        ).html
    }

    private static func description(_ iterations: [Int], _ trials: [SearchRecord.Trial]) -> String {
        iterations.map { reached in
            let count = trials.count { $0.rungs.contains { $0.iterations == reached } }
            return "\(Numbers.count(count)) trials scored after \(Numbers.count(reached)) iterations"
        }.joined(separator: ", ")
    }

    private func numbers(_ iterations: [Int], _ trials: [SearchRecord.Trial]) -> DataTable {
        DataTable(
            id: "\(id)-halving-numbers",
            caption: "\(search.metric) of the trials of \(HTML.name(search.candidate)) after so many iterations",
            columns: [.number("Trial")] + iterations.map { .number("\(Numbers.count($0))") },
            rows: trials.reversed().map { trial in
                .init(
                    [HTML(text: Numbers.count(trial.number))]
                        + iterations.map { reached in
                            trial.rungs.first { $0.iterations == reached }.map { HTML(text: Numbers.metric($0.score)) }
                                ?? "–"
                        })
            })
    }
}
