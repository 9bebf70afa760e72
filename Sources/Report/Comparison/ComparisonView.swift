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

    /// `B als-64`; `B als-64 (0279)`, with the end of its run's id, where a model of another run has the same name.
    func name(_ model: Int) -> String {
        let candidate = models[model].candidate
        let others = models.filter { $0.candidate == candidate && $0.run.id != models[model].run.id }.map(\.run.id)
        guard !others.isEmpty else { return "\(letter(model)) \(candidate)" }
        return "\(letter(model)) \(candidate) (\(Self.abbreviated(models[model].run.id, among: others)))"
    }

    /// What follows the time in a run's id, where that tells it from the others; else the whole id.
    private static func abbreviated(_ id: String, among others: [String]) -> String {
        guard let dash = id.lastIndex(of: "-") else { return id }
        let end = id[dash...].dropFirst()
        let isUnique = !end.isEmpty && others.allSatisfy { $0 != id && !$0.hasSuffix(end) }
        return isUnique ? String(end) : id
    }

    /// Whether a model was judged on the baseline's test part, so that their values can be held against each other.
    func isComparable(_ model: Int) -> Bool { models[model].testDigest == models[0].testDigest }

    /// Which models' values stand beside the others' without being comparable; nil where all are.
    var incomparableNote: String? { incomparableNote(among: Array(models.indices)) }

    /// The same of those that are shown somewhere.
    func incomparableNote(among shown: [Int]) -> String? {
        let others = shown.filter { !isComparable($0) }.map(name)
        guard !others.isEmpty else { return nil }
        return "Tested on another test part than the baseline, so not to be held against it by height: "
            + "\(others.joined(separator: ", "))."
    }

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
