extension ExitStatus {
    /// The code of a command over several runs: the most urgent of theirs.
    public static func combined(_ codes: [ExitStatus]) -> ExitStatus {
        byUrgency.first(where: codes.contains) ?? .done
    }

    /// What must be looked at first comes first: a run that was stopped, a bug, the machine, the inputs, the settings.
    private static let byUrgency: [ExitStatus] = [
        .terminated, .interrupted, .bug, .inputOutput, .limit, .noInput, .data, .configuration, .usage, .locked,
        .refused,
    ]
}
