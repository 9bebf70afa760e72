import ArgumentParser

/// `--force-publish --reason TEXT`: publishes what a gate refused.
struct ForcedPublishOptions: ParsableArguments {
    @Flag(help: "Publishes even where the gate refuses; recorded for good, with the reason.")
    var forcePublish = false
    @Option(help: ArgumentHelp("Why, for whoever asks later.", valueName: "text"))
    var reason: String?

    func validate() throws {
        let hasReason = reason.map { !$0.allSatisfy(\.isWhitespace) } ?? false
        if forcePublish, !hasReason { throw ValidationError("--force-publish: say why, with --reason TEXT") }
        if !forcePublish, reason != nil {
            throw ValidationError("--reason: it goes with --force-publish")
        }
    }

    /// Nil where nothing is forced.
    var statedReason: String? { forcePublish ? reason : nil }
}
