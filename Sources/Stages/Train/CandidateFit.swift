import Modelling
import Pipeline

/// One candidate's training within a run: what it is told, and how its errors reach the user.
///
/// A listed candidate that can't be trained ends the run (code 65): somebody chose its settings, and a run that went on
/// would choose among fewer models than it was told to and publish one, unseen. The models trained before it are stored, so
/// the next run trains what is left. Settings nobody vouches for are a search's, where a failed trial is recorded.
struct CandidateFit {
    let candidate: Candidate
    let validation: TrainingSession.Validation?
    let fixedIterations: Int?
    let timeBudgetSeconds: Double?
    /// Nil for a training that starts anew when it was interrupted.
    let checkpoints: TrainingSession.Checkpoints?
    let pauseAfter: Int?
    let context: RunContext

    /// - Throws: `DataError` where training diverged or the data can't be trained on; `CancellationError`.
    func run(on dataset: any Dataset) throws -> TrainingOutcome {
        do {
            let outcome = try fit(candidate.model.component, on: dataset)
            endProgress(after: outcome.trace)
            return outcome
        } catch let error as TrainingError {
            throw DataError(candidate: candidate.id, error)
        }
    }

    /// Opens the model's type, and with it the kind of dataset it trains on.
    private func fit<Component: ModelComponent>(_ model: Component, on dataset: any Dataset) throws -> TrainingOutcome {
        guard let data = dataset as? Component.Data else {
            throw DataError(
                place: "train.candidates.\(candidate.id)", found: "a dataset of kind \"\(type(of: dataset).kind)\"",
                expected: "\"\(Component.Data.kind)\"", remedy: "choose a model for this kind of dataset")
        }
        return try model.fit(data, in: session)
    }

    private var session: TrainingSession {
        // With checkpoints an iteration that was begun is finished, so that there is something whole to keep.
        TrainingSession(
            pool: checkpoints == nil ? context.pool : context.uninterrupted.pool, seed: context.seed,
            validation: validation, fixedIterations: fixedIterations, timeBudgetSeconds: timeBudgetSeconds,
            checkpoints: checkpoints, pauseAfter: pauseAfter, start: candidate.start,
            report: { iteration, total in report(iteration, of: total) },
            checkCancellation: { try context.checkCancellation() })
    }

    private var progressLabel: String { "train \(candidate.id)" }

    private func report(_ iteration: TrainingTrace.Iteration, of total: Int) {
        context.progress.update(progressLabel, completed: iteration.number, total: total, unit: "iterations")
        context.log.debug(
            "\(candidate.id): iteration \(iteration.number) of \(total)",
            metadata: [
                "loss": "\(iteration.loss.map { "\($0)" } ?? "none")",
                "validation": "\(iteration.validation.map { "\($0)" } ?? "none")",
            ])
    }

    /// A training that stopped before its last iteration would leave its bar standing.
    private func endProgress(after trace: TrainingTrace) {
        guard trace.ending != .finished else { return }
        let done = trace.iterations.count
        context.progress.update(progressLabel, completed: done, total: done, unit: "iterations")
    }
}

extension DataError {
    /// What a training error means for the run: the candidate, what happened and which setting to change.
    init(candidate id: String, _ error: TrainingError) {
        let place = "train.candidates.\(id)"
        switch error {
        case .diverged(let iteration, let what, let remedy):
            self.init(
                place: place, found: "in iteration \(iteration), \(what)", expected: "training that converges",
                remedy: remedy)
        case .singular(let side, let row, let id, let remedy):
            self.init(
                place: place, found: "a singular system for \(side) \"\(id)\" (row \(row))",
                expected: "one with a unique solution", remedy: remedy)
        case .unusable(let found, let expected, let remedy):
            self.init(place: place, found: found, expected: expected, remedy: remedy)
        }
    }
}
