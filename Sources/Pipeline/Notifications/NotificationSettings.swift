/// Whom a site tells when a run has ended. Keys of the config itself.
public struct NotificationSettings: Sendable {
    public let onFailure: HookCommand?
    public let onSuccess: HookCommand?
    /// How long either command may take.
    public let commandTimeoutSeconds: Double
    public let webhook: WebhookSettings?

    init(from settings: SettingsReader) {
        onFailure = settings.optional(
            "on_failure",
            "A program and its arguments, started after a run that ended with any code but 0, 130 and 143; the run's result is its standard input."
        )
        onSuccess = settings.optional(
            "on_success", "The same, after a run that ended with 0.")
        commandTimeoutSeconds = settings.value(
            "command_timeout_seconds", default: 30, .from(0.1, to: 600),
            "How long `on_failure` or `on_success` may take before it is ended.")
        webhook = settings.object(
            "webhook", "Where to POST the result of a run that has ended.", WebhookSettings.init(from:))
    }

    public func command(for outcome: RunOutcome) -> HookCommand? {
        switch outcome {
        case .failure: onFailure
        case .success: onSuccess
        }
    }
}
