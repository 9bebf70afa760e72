import Modelling
import Pipeline

extension TrainStage {
    public func search(of candidate: Candidate, seed: UInt64) -> CandidateSearch? {
        guard let settings = searches.first(where: { $0.candidate == candidate.id }),
            let choices = maker(of: settings, candidate)?.choices(seed: seed)
        else { return nil }
        let (trials, duplicateCount) = trials(choices, of: settings, candidate)
        guard !trials.isEmpty else { return nil }
        return CandidateSearch(
            candidate: candidate.id, method: settings.method.rawValue, metric: settings.metric,
            parameters: settings.parameters.map { .init(name: $0.name, isLogarithmic: $0.range.isLogarithmic) },
            trials: trials,
            duplicateCount: duplicateCount,
            schedule: Self.schedule(of: settings, trials),
            identity: .object(
                (settings.identity.members ?? [])
                    + (settings.method == .random ? [.init("seed", .integer(Int(truncatingIfNeeded: seed)))] : [])))
    }

    /// Trials whose settings an earlier one has are left out; the numbers of the others stay.
    private func trials(
        _ choices: [TrialMaker.Choice], of settings: SearchSettings, _ candidate: Candidate
    ) -> (trials: [CandidateSearch.Trial], duplicateCount: Int) {
        guard let maker = maker(of: settings, candidate) else { return ([], 0) }
        var known: Set<String> = []
        var trials: [CandidateSearch.Trial] = []
        for (index, choice) in choices.enumerated() {
            guard let model = maker.read(choice).model, known.insert(model.identity.canonical.text()).inserted else {
                continue
            }
            let parameters = choice.map { JSON.Member($0.parameter.name, $0.value.json) }
            trials.append(.init(number: index + 1, parameters: parameters, model: model))
        }
        return (trials, choices.count - trials.count)
    }

    private func maker(of settings: SearchSettings, _ candidate: Candidate) -> TrialMaker? {
        TrialMaker(settings: settings, listed: candidate.model.site, catalog: catalog)
    }

    /// Without halving each trial is trained for the iterations it states, which may be what is searched for.
    private static func schedule(of settings: SearchSettings, _ trials: [CandidateSearch.Trial]) -> HalvingSchedule {
        let iterations = trials.compactMap(\.model.component.iterations).max()
        guard let halving = settings.halving, let iterations else {
            return HalvingSchedule(trialCount: trials.count, iterations: iterations)
        }
        return HalvingSchedule(
            trialCount: trials.count, iterations: iterations, minimumIterations: halving.minimumIterations,
            factor: halving.factor)
    }
}

// MARK: - Checks

extension TrainStage {
    /// Checks every search against the candidates and the chain: all that can go wrong with its settings before it runs.
    func checkSearches(_ chain: ModelCheck) {
        for search in searches {
            if !chain.hasValidation {
                search.site.report(
                    "a search needs a validation part to choose on", hint: "set features.split.validation to true")
            }
            checkMetric(of: search, chain)
            guard let candidate = candidates.first(where: { $0.id == search.candidate }) else { continue }
            checkHalving(of: search, candidate)
            checkParameters(of: search, candidate, chain)
        }
    }

    /// Reports searches for candidates that aren't there, that have one already or that a clock may stop.
    static func checkTargets(of searches: [SearchSettings], among listed: [ListedCandidate]) {
        var searched: Set<String> = []
        for search in searches {
            let place = search.site["candidate"]
            guard let target = listed.first(where: { $0.id == search.candidate }) else {
                if place.node?.string == search.candidate, !listed.contains(where: { $0.id == nil }) {
                    place.reportUnknown("candidate", search.candidate, among: listed.compactMap(\.id))
                }
                continue
            }
            if !searched.insert(search.candidate).inserted {
                place.report("a second search of \"\(search.candidate)\"", hint: "state all its parameters in one")
            }
            if target.startsFromChampion {
                target.site["warm_start"].report(
                    "a searched candidate starts cold: its trials differ from what the published model was trained with",
                    hint: "leave `warm_start` out, or search in a pipeline of its own")
            }
            if target.timeBudgetSeconds != nil {
                target.site["time_budget_seconds"].report(
                    "a searched candidate can't have a time budget: its trials would depend on the clock",
                    hint: "leave it out, and bound the search with `halving` or fewer `trials`")
            }
        }
    }

    private func checkMetric(of search: SearchSettings, _ chain: ModelCheck) {
        if let metric = search.metric, !chain.metrics.contains(metric) {
            search.site["metric"].reportUnknown("metric to search by", metric, among: chain.metrics)
        } else if search.metric == nil, chain.selectMetric == nil {
            search.site.report("a search needs a metric to choose by", hint: "add an evaluate stage")
        }
    }

    private func checkHalving(of search: SearchSettings, _ candidate: Candidate) {
        if search.method == .grid, search.site.node?["trials"] != nil {
            search.site["trials"].report(
                "\"trials\" has no effect here: a grid tries every combination", hint: "leave it out")
        }
        guard let halving = search.halving else { return }
        guard let iterations = candidate.model.component.iterations else {
            return search.site["halving"].report(
                "\(candidate.model.name) is not trained in iterations, so there is nothing to halve",
                hint: "leave \"halving\" out")
        }
        if halving.minimumIterations >= iterations {
            search.site["halving"]["minimum_iterations"].report(
                "every trial does all \(iterations) iterations of the candidate at once",
                hint: "state fewer than \(iterations), or leave \"halving\" out")
        }
    }

    /// Tries every choice and both ends of every range alone, then, when each is fine, every trial as a whole.
    private func checkParameters(of search: SearchSettings, _ candidate: Candidate, _ chain: ModelCheck) {
        let maker = TrialMaker(settings: search, listed: candidate.model.site, catalog: catalog)
        // What is wrong with the candidate as it is listed is told there.
        guard maker.read([], chain).problems.isEmpty else { return }
        var isSound = search.isReadable
        let names = maker.settingNames(of: candidate)
        for parameter in search.parameters {
            let name = String(parameter.name.prefix { $0 != "." })
            guard names.contains(name) else {
                parameter.site.report(
                    "\"\(name)\" is no setting of the model \(candidate.model.name)",
                    hint: NearestName.hint(for: name, among: names), at: parameter.nameOrigin)
                isSound = false
                continue
            }
            if search.method == .grid, parameter.range.valueCount == nil {
                parameter.site.report(
                    "a grid needs values that can be counted", hint: "state them as \"choice\", or search at random")
                isSound = false
            }
            for value in parameter.range.probes(at: parameter.site.origin) {
                let problems = self.problems(with: [(parameter, value)], maker, candidate, search, chain)
                for problem in problems {
                    parameter.site.report(
                        problem.message, hint: problem.hint, at: problem.origin)
                }
                isSound = isSound && problems.isEmpty
            }
        }
        guard isSound else { return }
        checkTrials(of: search, maker, candidate, chain)
    }

    private func checkTrials(
        of search: SearchSettings, _ maker: TrialMaker, _ candidate: Candidate, _ chain: ModelCheck
    ) {
        guard let choices = maker.choices(seed: chain.seed) else {
            return search.site["parameters"].report(
                "the grid has more than \(SearchSettings.mostTrials) combinations",
                hint: "list fewer values, or search at random")
        }
        for (index, choice) in choices.enumerated() {
            guard let problem = problems(with: choice, maker, candidate, search, chain).first else { continue }
            let stated = choice.map { "\($0.parameter.name) = \($0.value.json.text())" }.joined(separator: ", ")
            search.site["parameters"].report(
                "trial \(index + 1) can't be trained (\(stated)): \(problem.message)", hint: problem.hint)
            return
        }
    }

    /// What the model has against a choice of settings.
    private func problems(
        with choice: TrialMaker.Choice, _ maker: TrialMaker, _ candidate: Candidate, _ search: SearchSettings,
        _ chain: ModelCheck
    ) -> [(message: String, hint: String?, origin: Origin)] {
        let (model, found) = maker.read(choice, chain)
        if !found.isEmpty { return found.map { ($0.message, $0.hint, $0.origin) } }
        guard let model else { return [] }
        var problems: [(message: String, hint: String?, origin: Origin)] = []
        if search.halving != nil, model.component.iterations != candidate.model.component.iterations,
            let parameter = choice.first?.parameter
        {
            problems.append(
                (
                    "a search with \"halving\" decides itself how many iterations a trial does",
                    "leave \"\(parameter.name)\" out of the parameters, or leave \"halving\" out", parameter.nameOrigin
                ))
        }
        return problems
    }
}

extension SettingsSite {
    /// Reports a problem of this value where another place of the document states what is wrong.
    fileprivate func report(_ message: String, hint: String?, at origin: Origin) {
        report(Problem(origin: origin, address: address, message: message, hint: hint))
    }
}
