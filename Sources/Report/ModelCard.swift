import Pipeline

/// `MODEL_CARD.md`: what the model is, what it was trained on, how it scored, what it is for and where it ends.
struct ModelCard {
    let content: ReportContent

    init(_ content: ReportContent) {
        self.content = content
    }

    var text: String {
        [model, data, scores, intendedUse, limits, loading].joined(separator: "\n\n") + "\n"
    }

    private var model: String {
        let title = "\(content.run.pipelineName) on \(content.run.configName)"
        guard let winner = content.winner else {
            return "# \(Markdown.text(title))\n\nNo model was selected in this run (\(Markdown.code(content.run.id)))."
        }
        let others = (content.evaluation?.candidates.count ?? 1) - 1
        let chosen =
            others == 0
            ? "the only candidate" : "chosen over \(Numbers.count(others)) other candidate\(others == 1 ? "" : "s")"
        let settings = content.settings(ofCandidate: winner.id).map { member in
            [Markdown.code(member.name), Markdown.code(member.value.stringValue ?? member.value.text())]
        }
        let table =
            settings.isEmpty
            ? "It has no settings." : Markdown.table(["setting", "value"], textColumns: 2, rows: settings)
        return """
            # \(Markdown.text(title)): \(Markdown.text(winner.id))

            A model of kind \(Markdown.code(winner.modelName)), \(chosen), trained by Mercer in run \(Markdown.code(content.run.id)) \
            on \(content.startedText).

            \(table)
            """
    }

    private var data: String {
        let counts = content.counts.map { [Markdown.text($0.name), Numbers.count($0.count)] }
        let inputs = content.run.inputs.map { input in
            let size = input["size"]?.integerValue ?? input["bytes"]?.integerValue
            let digest = input["digest"]?.stringValue ?? input["sha256"]?.stringValue
            let path = input["path"]?.stringValue ?? "unknown"
            return [
                Markdown.code(String(path.split(separator: "/").last ?? "unknown")), Markdown.code(digest ?? "unknown"),
                size.map(Numbers.bytes) ?? "unknown",
            ]
        }
        let asOf =
            content.run.asOf.map { "Rows at or after \(Markdown.code(Instant.text(microseconds: $0))) were left out. " }
            ?? ""
        return """
            ## Trained on

            \(counts.isEmpty ? "" : Markdown.table(["counted", "rows"], textColumns: 1, rows: counts) + "\n\n")\
            \(inputs.isEmpty ? "" : Markdown.table(["input", "SHA-256", "size"], textColumns: 2, rows: inputs) + "\n\n")\
            \(asOf)Seed \(content.run.seed).\
            \(content.isRefit ? " The shipped model was trained again on all of these rows, test part included, after it was chosen." : "")
            """
    }

    private var scores: String {
        guard let evaluation = content.evaluation, let winner = content.winner else {
            return "## How it scored\n\nIt was not evaluated."
        }
        let rows = winner.metrics.map { score in
            let interval = score.value.low.flatMap { low in
                score.value.high.map { "\(Numbers.metric(low)) to \(Numbers.metric($0))" }
            }
            return [
                Markdown.code(score.metric), Numbers.metric(score.value.value), interval ?? "–",
                score.value.count > 0 ? Numbers.count(score.value.count) : "–",
            ]
        }
        let verdict = Standing(content).map(Verdict.init)
        let definitions = winner.metrics.map { MetricDirection.baseName(of: $0.metric) }
            .reduce(into: [String]()) { names, name in if !names.contains(name) { names.append(name) } }
            .compactMap { name in content.definitions[name].map { "- \(Markdown.code(name)): \(Markdown.text($0))" } }
        return """
            ## How it scored

            On the test part; candidates were chosen on the \(Markdown.text(evaluation.selectedOn)) part.\
            \(content.isRefit ? " Metrics are about the evaluation model, which never saw the test part, not about the refitted model that ships." : "")

            \(Markdown.table(["metric", "value", "95 % interval", "over"], textColumns: 1, rows: rows))
            \(verdict.map { "\n" + Markdown.text([$0.outcome, $0.certainty].compactMap { $0 }.joined(separator: " ")) } ?? "")
            \(definitions.isEmpty ? "" : "\n" + definitions.joined(separator: "\n"))
            """
    }

    private var intendedUse: String {
        """
        ## Intended use

        Ranking the items of this shop for its own customers: recommendations on pages and in mails. Scores of one user can be \
        compared with each other; they are no probabilities and need not be comparable between users. It is not meant for \
        decisions about people, such as prices, credit or eligibility.
        """
    }

    private var limits: String {
        var limits = [
            "Cold start: it knows only users and items of its training data. For an unknown user the popular items are given; an item that was never interacted with is never recommended.",
            "It repeats what the shop showed in the past: what was placed prominently was clicked more.",
        ]
        let biased = ["popularity_share", "coverage"]
        let measured = (content.winner?.metrics ?? []).filter {
            biased.contains(MetricDirection.baseName(of: $0.metric))
        }
        limits += measured.map { score in
            let meaning =
                content.definitions[MetricDirection.baseName(of: score.metric)].map { " (\(Markdown.text($0)))" } ?? ""
            return
                "Concentration on few items: \(Markdown.code(score.metric)) is \(Numbers.metric(score.value.value))\(meaning)"
        }
        if let asOf = content.run.asOf {
            limits.append(
                "Data window: it knows nothing from \(Markdown.code(Instant.text(microseconds: asOf))) on, and ages from then."
            )
        }
        limits += (content.evaluation?.accounts ?? []).filter { $0.count > 0 }.map {
            "Counted, not scored: \(Markdown.text($0.name)): \(Numbers.count($0.count))."
        }
        return "## Limits\n\n" + limits.map { "- \($0)" }.joined(separator: "\n")
    }

    private var loading: String {
        """
        ## How to load it

        `model.safetensors` opens with any safetensors reader; `users.csv` and `items.csv` say which row is whom; `golden.json` \
        holds answers to check a reader against; `manifest.json` lists every file with its digest. \
        \(content.excludesSeen ? "Items a user has interacted with are left out of the answers." : "Items a user has interacted with stay in the answers.")

        ```sh
        mercer verify .
        mercer recommend --model . --user ID --k 10
        ```
        """
    }
}
