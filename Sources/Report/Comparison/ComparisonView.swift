import Modelling
import Pipeline

/// A comparison with what its page calls things: every model has a letter, a name and a style, everywhere the same.
struct ComparisonView {
    let comparison: Comparison
    /// Definition of each metric, by its name without cutoff.
    let definitions: [String: String]

    var models: [ComparedModel] { comparison.models }

    /// `A` for the baseline, `B` for the next; comparisons have fewer models than letters.
    func letter(_ model: Int) -> String { Self.letter(model) }

    /// `B als-64`
    func name(_ model: Int) -> String { "\(letter(model)) \(models[model].candidate)" }

    func style(_ model: Int) -> SeriesStyle { SeriesStyle(model) }

    /// The letters of the run's models: `A`, or `A, B` where it has two.
    func runName(_ run: Int) -> String {
        models.indices.filter { models[$0].runIndex == run }.map(letter).joined(separator: ", ")
    }

    func direction(_ metric: String) -> MetricDirection {
        let isLower =
            comparison.isLowerBetter(metric)
            || comparison.lowerIsBetter.contains { MetricDirection.baseName(of: $0) == metric }
        return isLower ? .lowerIsBetter : .higherIsBetter
    }

    /// The model other than the baseline that does best by the main metric, among those judged on the same test part; the
    /// first of equals. Nil where there is none.
    var challenger: Int? {
        let metric = comparison.mainMetric
        let direction = direction(metric)
        let others = comparison.comparable.dropFirst().filter { models[$0].value(of: metric)?.value.isFinite == true }
        return others.max { left, right in
            let (first, second) = (
                models[left].value(of: metric)?.value ?? .nan, models[right].value(of: metric)?.value
            )
            let gain = direction.gain(second ?? .nan, over: first)
            return gain > 0 || gain == 0 && left > right
        }
    }

    func tests(_ model: Int) -> [PairedTest] {
        comparison.pairs.first { $0.model == model }?.tests ?? []
    }

    private static func letter(_ model: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return model < letters.count ? String(letters[model]) : "#\(model + 1)"
    }
}
