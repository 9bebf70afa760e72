import Modelling
import Pipeline

/// Who won, who came second, and how far apart they are on the test part.
package struct Standing: Sendable {
    package struct Place: Sendable {
        package let id: String
        package let score: MetricValue
    }

    /// The metric candidates were chosen by: `ndcg@10`.
    package let metric: String
    /// `validation` or `test`.
    package let selectedOn: String
    package let winner: Place
    package let runnerUp: Place?
    /// Nil where there is no runner-up or users' values can't be paired.
    package let difference: PairedDifference?
    /// Users with a value, of the winner or the runner-up, whichever has fewer; rows where there are no values per user.
    package let userCount: Int
    private let direction: MetricDirection

    /// Nil without an evaluation, or when the winner has no value of the metric.
    package init?(_ content: ReportContent) {
        guard let evaluation = content.evaluation, let metric = content.selectMetric, let winner = content.winner,
            let place = Self.place(of: winner, metric: metric)
        else { return nil }
        self.metric = metric
        selectedOn = evaluation.selectedOn
        direction = MetricDirection(of: metric, in: evaluation)
        self.winner = place
        let others = evaluation.candidates.filter { $0.id != winner.id }
        runnerUp = Self.best(of: others, by: metric, direction, on: evaluation.selectedOn)
        difference = runnerUp.flatMap { PairedDifference(evaluation, metric: metric, place, $0) }
        userCount =
            [place, runnerUp].compactMap(\.self).map { Self.userCount(of: $0, metric: metric, in: evaluation) }.min()
            ?? 0
    }

    private static func userCount(of place: Place, metric: String, in evaluation: Evaluation) -> Int {
        let column = evaluation.perUser.columns.first { $0.candidate == place.id && $0.metric == metric }
        return column?.values.count { !$0.isNaN } ?? place.score.count
    }

    /// How much better the winner is than the runner-up on the test part; negative where it is worse.
    package var gain: Double? {
        runnerUp.map { direction.gain(winner.score.value, over: $0.score.value) }
    }

    private static func place(of candidate: Evaluation.CandidateScores, metric: String) -> Place? {
        candidate.metrics.first { $0.metric == metric }.map { Place(id: candidate.id, score: $0.value) }
    }

    /// The best on the part that chose the winner; the first of equals. A candidate without a finite value comes last.
    private static func best(
        of candidates: [Evaluation.CandidateScores], by metric: String, _ direction: MetricDirection, on part: String
    ) -> Place? {
        var best: (candidate: Evaluation.CandidateScores, value: Double)?
        for candidate in candidates where place(of: candidate, metric: metric) != nil {
            let scores =
                part == "validation" && !candidate.validation.isEmpty ? candidate.validation : candidate.metrics
            guard let value = scores.first(where: { $0.metric == metric })?.value.value else { continue }
            if let current = best, current.value.isFinite {
                guard direction.gain(value, over: current.value) > 0 else { continue }
            }
            best = (candidate, value)
        }
        return best.flatMap { place(of: $0.candidate, metric: metric) }
    }
}
