import Modelling

extension ChainRunner {
    /// States for each candidate with `warm_start` how its training started, where settings or stored results tell.
    func noteStarts() {
        for candidate in pipeline.train?.candidates ?? [] where candidate.startsFromChampion {
            let stored =
                stored.candidates[candidate.id]?.entry.facts[TrainingStart.fact]
                ?? stored.evaluate?.entry.facts[TrainingStart.listFact]?[candidate.id]
            switch keys.starts[candidate.id] {
            case .cold(let start): outcome.starts[candidate.id] = start
            case .champion, nil: outcome.starts[candidate.id] = stored.flatMap(TrainingStart.init)
            }
        }
    }

    /// The candidate with the champion's evaluation model to start from, where it asks for it and nothing that is held out
    /// would come with it.
    func startingEvaluation(_ candidate: Candidate, on dataset: any Dataset) throws -> Candidate {
        guard candidate.startsFromChampion else { return candidate }
        guard let champion = keys.starts[candidate.id]?.champion else {
            if let start = outcome.starts[candidate.id] { tell(start) }
            return candidate
        }
        func start(_ cause: TrainingStart.Cause?, _ detail: String? = nil) {
            let start = TrainingStart(
                candidate: candidate.id, champion: champion.evaluation.run, cause: cause, detail: detail)
            outcome.starts[candidate.id] = start
            tell(start)
        }
        if let (cause, detail) = try obstacle(to: champion.evaluation) {
            start(cause, detail)
            return candidate
        }
        switch try champion.evaluationStart(for: candidate, on: dataset) {
        case .unfit(let detail):
            start(.otherShape, detail)
            return candidate
        case .warm(let warm):
            start(nil)
            return candidate.starting(from: warm)
        }
    }

    /// The winner with the champion's shipped model to start from, where its evaluation model started warm, too: it is
    /// trained for the iterations that one was chosen with.
    func startingRefit(_ winner: Candidate, on dataset: any Dataset) throws -> Candidate {
        guard outcome.starts[winner.id]?.isWarm == true, let champion = keys.starts[winner.id]?.champion else {
            return winner
        }
        return winner.starting(from: try champion.shippedStart(for: winner, on: dataset))
    }

    /// What of the data forbids to start from an evaluation model, or to compare with it.
    func obstacle(to evaluation: EvaluationModel) throws -> (TrainingStart.Cause, String?)? {
        // The instant a run was given may lie far behind its newest row: what it has seen counts.
        if let then = evaluation.seenUntil, let now = outcome.asOf ?? options.asOf, now < then {
            return (
                .earlierInstant, "\(Instant.text(microseconds: now)) before \(Instant.text(microseconds: then))"
            )
        }
        guard let today = try splitRows() else { return nil }
        guard let trained = try evaluation.trainedRows() else { return (.rowsNotKept, nil) }
        let exposed = today.exposedCount(by: trained)
        return exposed == 0 ? nil : (.heldOutRowsTrained, "\(exposed) rows")
    }

    /// Which rows today's split took; nil without a split.
    private func splitRows() throws -> RowHashes? {
        guard pipeline.features?.split != nil else { return nil }
        try cache.finishStores()
        guard let entry = keys.features.flatMap(cache.entry(for:)) else { throw DamagedResult(slot: "features") }
        return try RowHashes(SafetensorsFile.read(entry.path(EvaluationModel.rows)))
    }

    /// That there is none yet is how every pipeline begins; anything else somebody may want to mend.
    private func tell(_ start: TrainingStart) {
        let isExpected = start.isWarm || start.cause == .noChampion || start.cause == .sameData
        context.log.log(level: isExpected ? .info : .warning, "\(start.text)")
    }
}

extension TrainingStart {
    /// Where a stored model keeps its start, and a stored evaluation those of all candidates.
    static let fact = "start"
    static let listFact = "starts"
}
