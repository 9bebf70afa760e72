import Foundation
import Modelling

extension PipelineRun {
    /// Judges the winner by the pipeline's gate and leaves `gate.json`; nil without a gate, and where the run was not to
    /// export.
    ///
    /// The files of the evaluation are in the run's directory by now.
    func judge(_ chain: ChainRunner, record: RunRecord, in directory: String) throws -> GateVerdict? {
        if pipeline.gate.isEmpty, options.forcePublishReason != nil {
            logger.warning("there is no gate to publish against: the run publishes all the same")
        }
        guard !pipeline.gate.isEmpty, options.until >= .export, let evaluation = chain.outcome.evaluation,
            let winner = evaluation.candidates.first(where: { $0.id == evaluation.selected })
        else { return nil }
        let champion = chain.outcome.gateChampion ?? .none
        let challenger = GateChallenger(
            metrics: winner.metrics, fitSeconds: winner.fitSeconds,
            bundleBytes: chain.outcome.exported.map { $0.files.reduce(0) { $0 + $1.size } })
        let groups = try UserGroupsFile.read(in: directory)
        let judge = GateJudge(
            challenger: challenger, champion: champion, groups: groups,
            comparison: try comparison(of: challenger, with: champion, evaluation, groups, in: directory))
        let command = "mercer publish \(record.id) --workspace \(workspace.path) --force-publish --reason TEXT"
        var verdict = GateVerdict(
            run: record.id, champion: champion.run, isSameModel: champion.isSameModel,
            obstacle: champion.obstacle(publishingBy: command), conditions: try pipeline.gate.map(judge.condition))
        if let reason = options.forcePublishReason {
            verdict = verdict.forced(because: reason, at: Instant.microseconds(Date()))
        }
        try verdict.write(to: directory, in: workspace.files)
        tell(verdict)
        return verdict
    }

    private func comparison(
        of challenger: GateChallenger, with champion: GateChampion, _ evaluation: Evaluation,
        _ groups: [String: UserGrouping], in directory: String
    ) throws -> ChampionComparison? {
        guard case .scored(_, let scores) = champion else { return nil }
        return ChampionComparison(
            challenger: challenger, champion: scores.metrics,
            users: try PairedUsers(
                winner: evaluation.selected, in: directory, groups: groups, championIn: scores.directory),
            lowerIsBetter: evaluation.lowerIsBetter, pool: pool)
    }

    private func tell(_ verdict: GateVerdict) {
        for warning in verdict.conditions.flatMap(\.outcome.warnings) { logger.warning("gate: \(warning)") }
        switch verdict.decision {
        case .passed: logger.info("the gate lets the winner pass")
        case .forced: logger.warning("published against the gate, which refused: \(verdict.reasons)")
        case .refused: logger.warning("the gate refuses: \(verdict.refusal)")
        }
    }
}

/// Judges conditions one by one.
private struct GateJudge {
    let challenger: GateChallenger
    let champion: GateChampion
    /// How columns of the users' table group the test users.
    let groups: [String: UserGrouping]
    /// Present where there is a champion to compare with.
    let comparison: ChampionComparison?

    func condition(_ condition: Configured<any GateCondition>) throws -> GateVerdict.Condition {
        GateVerdict.Condition(
            name: condition.name, settings: condition.settings,
            outcome: try outcome(of: condition.component))
    }

    private func outcome(of condition: any GateCondition) throws -> ConditionOutcome {
        switch condition.rule {
        case .alone(let judge): return judge(challenger)
        case .besideChampion(let judge):
            if let comparison { return try judge(comparison) }
            switch champion {
            case .unclear, .incomparable:
                return ConditionOutcome(.notJudged, "no fair comparison is possible")
            case .sameModel(let run):
                return foreseen(
                    .passed, "the challenger is the model of run \(run), which is the champion", by: condition
                )
            case .scored, .notCompared:
                preconditionFailure("what is published is scored wherever a condition looks at it")
            case .none:
                return foreseen(
                    .notApplicable, "this is the first run: there is no champion to compare with",
                    by: condition)
            }
        }
    }

    /// An outcome without a comparison: a condition that can never judge says so before it has to.
    private func foreseen(
        _ status: ConditionOutcome.Status, _ text: String, by condition: any GateCondition
    ) -> ConditionOutcome {
        let outlook = condition.outlook(on: groups)
        if let problem = outlook.problem { return ConditionOutcome(.failed, problem) }
        return ConditionOutcome(status, text, warnings: outlook.warnings)
    }
}
