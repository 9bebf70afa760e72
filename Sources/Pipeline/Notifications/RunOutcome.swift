/// What a site can ask to be told of.
public enum RunOutcome: String, SettingChoice {
    case failure, success

    /// How a run ended; nil for one that somebody stopped, who knows of it.
    ///
    /// Everything but the exit code 0 is a failure, a gate's refusal too: nothing was published.
    public init?(_ exitCode: ExitStatus) {
        switch exitCode {
        case .done: self = .success
        case .interrupted, .terminated: return nil
        default: self = .failure
        }
    }
}
