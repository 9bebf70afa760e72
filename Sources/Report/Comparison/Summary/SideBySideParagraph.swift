import Modelling
import Pipeline

/// What there is to say of models that were tested on different test parts: each by itself, nothing held against anything.
struct SideBySideParagraph {
    let view: ComparisonView

    init(_ view: ComparisonView) { self.view = view }

    var text: String {
        let metric = view.comparison.mainMetric
        let models = view.models.indices.map { model in
            let value = view.models[model].value(of: metric).map(ComparisonSummary.text) ?? "not measured"
            return "\(view.name(model)) \(([value] + cost(of: view.models[model])).joined(separator: ", "))"
        }
        return "By \(metric), each on its own run's test part: \(models.joined(separator: "; "))."
    }

    private func cost(of model: ComparedModel) -> [String] {
        let time = model.fitSeconds.isFinite ? "fitted in \(Numbers.duration(seconds: model.fitSeconds))" : nil
        return [time, model.bytes.map(Numbers.bytes)].compactMap(\.self)
    }
}
