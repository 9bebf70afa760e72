import Foundation
import Pipeline

/// Numbers in the sentences of conditions.
enum ConditionFigures {
    /// Four places, without the locale's say.
    static func metric(_ value: Double) -> String { value.isNaN ? "unknown" : String(format: "%.4f", value) }

    static func signed(_ value: Double) -> String { value.isNaN ? "unknown" : String(format: "%+.4f", value) }

    static func percent(_ share: Double) -> String { String(format: "%.4g %%", share * 100) }

    /// ``ndcg@10 is 0.1234, the champion's 0.1200 (+0.0034)``
    static func comparison(_ numbers: ConditionOutcome.Numbers) -> String {
        let (value, champion) = (numbers.value ?? .nan, numbers.champion ?? .nan)
        return "\(numbers.metric ?? "") is \(metric(value)), the champion's \(metric(champion)) "
            + "(\(signed(value - champion)))"
    }
}
