import LinearAlgebra
import Modelling

/// Reads what runs left of their models, and notes what is missing.
struct ComparisonGatherer {
    let models: [ComparedModel]
    let runs: [StoredRun]

    /// The models that can be paired with the baseline, with their values per user.
    struct Paired {
        /// Positions among all models, the baseline first; empty where the baseline has no values.
        var models: [Int] = []
        var values: [PerUserValues] = []
        var testRows: [String: Int] = [:]
        /// Why a model is not among them, by its position.
        var obstacles: [Int: String] = [:]
    }

    func paired(testUsers: StoredEvidence.TestUsers?) throws -> Paired {
        var paired = Paired()
        for index in models.indices {
            let model = models[index]
            guard isComparable(index), !model.testDigest.isEmpty else {
                paired.obstacles[index] =
                    "It was tested on other pairs than the baseline, so a difference could come from the test part alone."
                continue
            }
            guard index == 0 || !paired.models.isEmpty else {
                paired.obstacles[index] = "The baseline's run left no values per user."
                continue
            }
            guard let values = try PerUserValues(model.candidate, of: model.run) else {
                paired.obstacles[index] = "Its run left no values per user."
                continue
            }
            paired.models.append(index)
            paired.values.append(values)
        }
        if let testUsers {
            paired.testRows = Dictionary(zip(testUsers.ids, testUsers.facts.map(\.testRows))) { first, _ in first }
        }
        return paired
    }

    func pairs(_ paired: Paired, lowerIsBetter: Set<String>, pool: WorkerPool) throws -> [Comparison.Pair] {
        var tests: [Int: [PairedTest]] = [:]
        if paired.models.count > 1 {
            let stated = paired.models.map { models[$0].metrics }
            let all = try PairedTests(paired.values, stated: stated, testRows: paired.testRows).run(
                lowerIsBetter: lowerIsBetter, pool: pool)
            for (model, found) in zip(paired.models.dropFirst(), all) { tests[model] = found }
        }
        return models.indices.dropFirst().map { index in
            let found = tests[index] ?? []
            let none = found.isEmpty ? "No metric has values per user that give it back." : nil
            return Comparison.Pair(model: index, tests: found, obstacle: paired.obstacles[index] ?? none)
        }
    }

    func lists() throws -> (comparison: ListComparison?, notes: [String]) {
        var found: [ListComparison.Lists] = []
        var without: [String] = []
        var items: [Int: [String: Evaluation.Evidence.ListedItem]] = [:]
        for index in models.indices {
            let model = models[index]
            guard let lists = try StoredEvidence.lists(of: model.candidate, run: model.run) else {
                without.append("\(model.candidate) of run \(model.run.id)")
                continue
            }
            let listed = try items[model.runIndex] ?? StoredEvidence.items(of: model.run)
            items[model.runIndex] = listed
            found.append(ListComparison.Lists(model: index, byUser: lists, items: listed))
        }
        var notes: [String] = []
        if !without.isEmpty {
            notes.append(
                "Without stored sample lists, and left out where lists are compared: \(without.joined(separator: ", "))."
            )
        }
        // Changes are told from the baseline on; without its lists there is nothing to hold others against.
        guard found.first?.model == 0 else { return (nil, notes) }
        let kept = Self.overSameUsers(found.filter { isComparable($0.model) })
        let chosen = kept.count > 1 ? kept : Self.overSameUsers(found)
        let comparison = ListComparison(chosen)
        if comparison == nil, found.count > 1 {
            notes.append("No user was sampled by all runs, so lists are not compared.")
        } else {
            notes += leftOut(found.map(\.model).filter { model in !chosen.contains { $0.model == model } })
        }
        return (comparison, notes)
    }
    private func isComparable(_ model: Int) -> Bool { models[model].testDigest == models[0].testDigest }

    /// The baseline and, in order, each model that leaves a user whom all of them have lists for.
    private static func overSameUsers(_ lists: [ListComparison.Lists]) -> [ListComparison.Lists] {
        guard let first = lists.first else { return [] }
        var users = Set(first.byUser.keys)
        return [first]
            + lists.dropFirst().filter { list in
                let shared = users.intersection(list.byUser.keys)
                guard !shared.isEmpty else { return false }
                users = shared
                return true
            }
    }

    /// Whose lists are not compared though there are some.
    private func leftOut(_ left: [Int]) -> [String] {
        let reasons = [
            ("They were tested on other pairs than the baseline", left.filter { !isComparable($0) }),
            ("Their runs sampled other users", left.filter(isComparable)),
        ]
        return reasons.filter { !$0.1.isEmpty }.map { reason, models in
            let names = models.map { "\(self.models[$0].candidate) of run \(self.models[$0].run.id)" }
            return "\(reason), and are left out where lists are compared: \(names.joined(separator: ", "))."
        }
    }
}
