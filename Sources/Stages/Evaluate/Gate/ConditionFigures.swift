import Pipeline

/// Numbers in the sentences of conditions.
enum ConditionFigures {
    /// What was found: four places, without the locale's say.
    static func found(_ value: Double) -> String { value.isNaN ? "unknown" : Numbers.fixed(value, places: 4) }

    /// What was found, with its sign.
    static func signed(_ value: Double) -> String { (value >= 0 ? "+" : "") + found(value) }

    /// What is asked for, as the pipeline spells it.
    static func asked(_ value: Double) -> String { JSON.double(value).text() }

    /// ``ndcg@10 is 0.1234, the champion's 0.1200 (+0.0034)``
    static func comparison(_ numbers: ConditionOutcome.Numbers) -> String {
        let (value, champion) = (numbers.value ?? .nan, numbers.champion ?? .nan)
        return "\(numbers.metric ?? "") is \(found(value)), the champion's \(found(champion)) "
            + "(\(signed(value - champion)))"
    }
}
