import Pipeline

/// Training does not take too long.
public struct MaximumFitSeconds: GateCondition {
    public static let name = "maximum_fit_seconds"
    public static let summary =
        "Fitting the evaluation model took at most `seconds`; a stored model counts what it took."

    let seconds: Double

    public init(from settings: SettingsReader) {
        seconds = settings.required("seconds", .above(0), "Wall time from dataset in memory to fitted model, at most.")
    }

    public func check(_ chain: GateCheck, at site: SettingsSite) {}

    public var rule: GateRule {
        .alone { challenger in
            ConditionOutcome(
                isMet: challenger.fitSeconds <= seconds,
                "fitting took \(ConditionFigures.found(challenger.fitSeconds)) s, at most \(ConditionFigures.asked(seconds)) s is allowed",
                numbers: .init(value: challenger.fitSeconds))
        }
    }
}
