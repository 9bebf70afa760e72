/// The trials that decide a candidate's settings: all of them known before anything runs.
public struct CandidateSearch: Sendable {
    /// One choice of settings.
    public struct Trial: Sendable {
        /// Counts from 1, in the order of the grid or of the draws.
        public let number: Int
        /// What the search chose, by the address of the setting.
        public let parameters: [JSON.Member]
        /// The candidate's model with these settings.
        public let model: Configured<any ModelComponent>

        public init(number: Int, parameters: [JSON.Member], model: Configured<any ModelComponent>) {
            self.number = number
            self.parameters = parameters
            self.model = model
        }
    }

    public struct Parameter: Sendable, Equatable {
        public let name: String
        /// Whether equal factors count as equal steps.
        public let isLogarithmic: Bool

        public init(name: String, isLogarithmic: Bool) {
            self.name = name
            self.isLogarithmic = isLogarithmic
        }
    }

    /// The searched candidate's id.
    public let candidate: String
    /// `random` or `grid`.
    public let method: String
    /// What trials are scored by, on the validation part; nil for the metric candidates are chosen by.
    public let metric: String?
    public let parameters: [Parameter]
    /// Without those whose settings an earlier one has.
    public let trials: [Trial]
    /// How many trials were left out as duplicates.
    public let duplicateCount: Int
    public let schedule: HalvingSchedule
    /// The search as it is stated, with what else decides its trials: for the candidate's cache key.
    public let identity: JSON

    /// - Precondition: there is a trial.
    public init(
        candidate: String, method: String, metric: String?, parameters: [Parameter], trials: [Trial],
        duplicateCount: Int, schedule: HalvingSchedule, identity: JSON
    ) {
        precondition(!trials.isEmpty, "a search has trials")
        self.candidate = candidate
        self.method = method
        self.metric = metric
        self.parameters = parameters
        self.trials = trials
        self.duplicateCount = duplicateCount
        self.schedule = schedule
        self.identity = identity
    }

    /// A trial as a candidate of its own, told from the others in messages and on the progress bar.
    func candidate(of trial: Trial) -> Candidate {
        Candidate(id: "\(candidate)/trial-\(trial.number)", model: trial.model)
    }

    /// The searched candidate with the settings of a trial; nil where there is no such trial.
    func candidate(choosing number: Int) -> Candidate? {
        trials.first { $0.number == number }.map { Candidate(id: candidate, model: $0.model) }
    }

    /// What it takes, for a plan: ``searches 20 trials in 138 iterations: 20 to 3, 6 to 9, 2 to 15; 4 trials are stored``
    func summary(storedTrials: Int) -> String {
        var text = "searches \(trials.count) trial\(trials.count == 1 ? "" : "s")"
        if let total = schedule.totalIterations {
            let rungs = schedule.rungs.map { "\($0.trialCount) to \($0.iterations ?? 0)" }
            text += " in \(total) iterations at most: \(rungs.joined(separator: ", "))"
        }
        if duplicateCount > 0 { text += "; \(duplicateCount) drawn twice run once" }
        return storedTrials == 0 ? text : text + "; \(storedTrials) of them begun or done"
    }
}
