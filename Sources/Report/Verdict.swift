import Modelling
import Pipeline

/// The outcome of a run in plain words: who won, by how much, how sure that is.
package struct Verdict: Sendable {
    /// Who won, with what.
    package let outcome: String
    /// By how much over whom, and whether chance explains it; nil with a single candidate.
    package let certainty: String?

    package init(_ standing: Standing) {
        outcome = Self.outcome(standing)
        certainty = standing.runnerUp.map { Self.lead(standing, over: $0) + " " + Self.certainty(standing, over: $0) }
    }

    private static func outcome(_ standing: Standing) -> String {
        let value =
            "\(standing.metric) of \(Numbers.metric(standing.winner.score.value))\(interval(standing.winner.score))"
        if standing.runnerUp == nil {
            return "\(standing.winner.id), the only candidate, reaches \(value) on the test part."
        }
        if standing.selectedOn == "validation" {
            return "\(standing.winner.id) won on the validation part and reaches \(value) on the test part."
        }
        return "\(standing.winner.id) won on the test part with \(value)."
    }

    private static func interval(_ score: MetricValue) -> String {
        guard let low = score.low, let high = score.high else { return "" }
        return " (95\u{A0}% interval \(Numbers.metric(low)) to \(Numbers.metric(high)))"
    }

    private static func lead(_ standing: Standing, over other: Standing.Place) -> String {
        let gain = standing.gain ?? 0
        guard gain.isFinite else { return "The runner-up \(other.id) has no comparable value." }
        if gain == 0 { return "The runner-up \(other.id) scores exactly the same." }
        let share = other.score.value == 0 ? "" : " (\(Numbers.percent(abs(gain / other.score.value))))"
        let end = "than the runner-up \(other.id), which reaches \(Numbers.metric(other.score.value))."
        return "That is \(Numbers.metric(abs(gain)))\(share) \(gain > 0 ? "better" : "worse") \(end)"
    }

    private static func certainty(_ standing: Standing, over other: Standing.Place) -> String {
        if let difference = standing.difference {
            let range =
                "Over the same \(Numbers.count(difference.userCount)) users, the winner's advantage lies between "
                + "\(Numbers.signed(difference.low)) and \(Numbers.signed(difference.high)) (95\u{A0}%, paired)"
            return difference.excludesZero
                ? "\(range): chance alone does not explain it."
                : "\(range), which includes zero: this run cannot tell the two apart."
        }
        switch IntervalOverlap(standing.winner.score, other.score, userCount: standing.userCount) {
        case .unknown where IntervalOverlap.isTooFew(standing.userCount):
            return
                "There are too few users to tell whether chance alone explains it: "
                + "\(Numbers.count(standing.userCount)), and it is judged from \(Numbers.count(PairedDifference.fewestUsers)) on."
        case .unknown: return "There are no intervals to tell whether chance alone explains it."
        case .none: return "Their 95\u{A0}% intervals do not overlap: chance alone does not explain the difference."
        case .slight:
            return "Their 95\u{A0}% intervals overlap a little: chance is an unlikely explanation, but not ruled out."
        case .wide: return "Their 95\u{A0}% intervals overlap widely: this run cannot tell the two apart."
        }
    }
}

/// How two values' intervals lie to each other.
package enum IntervalOverlap: Sendable, Equatable {
    /// One of them has no interval, or one that isn't finite; or they are over too few users for intervals to be right.
    case unknown
    case none
    /// They share a stretch that holds neither value.
    case slight
    /// One value lies inside the other's interval.
    case wide

    /// - Parameter userCount: users the values are over; 0 where that is not known.
    package init(_ first: MetricValue, _ second: MetricValue, userCount: Int) {
        guard !Self.isTooFew(userCount), let low = first.low, let high = first.high, let otherLow = second.low,
            let otherHigh = second.high,
            [low, high, otherLow, otherHigh].allSatisfy(\.isFinite)
        else {
            self = .unknown
            return
        }
        if low > otherHigh || otherLow > high {
            self = .none
        } else if low <= second.value && second.value <= high || otherLow <= first.value && first.value <= otherHigh {
            self = .wide
        } else {
            self = .slight
        }
    }

    /// Whether resampling so few users says too little of everybody else.
    static func isTooFew(_ userCount: Int) -> Bool { (1..<PairedDifference.fewestUsers).contains(userCount) }
}
