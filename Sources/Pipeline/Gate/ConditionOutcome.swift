/// How a condition came out, with its numbers.
public struct ConditionOutcome: Sendable, Equatable {
    public enum Status: String, Sendable {
        case passed, failed
        /// There is nothing to compare with, which lets a challenger pass.
        case notApplicable = "not_applicable"
        /// No fair comparison is possible, for which the verdict has the reason.
        case notJudged = "not_judged"
    }

    /// What it looked at; nil where it has no such number.
    public struct Numbers: Sendable, Equatable {
        public var metric: String?
        /// The challenger's.
        public var value: Double?
        /// The champion's, on the same test part.
        public var champion: Double?
        /// How much better the challenger is than the champion: positive is better, whichever way the metric improves.
        public var difference: Double?
        /// Lower end of the one-sided 95 % interval of the difference.
        public var lowerBound: Double?
        /// Users both were scored on.
        public var userCount: Int?
        public var segments: [SegmentOutcome] = []

        public init(metric: String? = nil, value: Double? = nil) {
            self.metric = metric
            self.value = value
        }
    }

    /// A group of users in the condition that looks at them.
    public struct SegmentOutcome: Sendable, Equatable {
        public let name: String
        public let userCount: Int
        public let value: Double
        public let champion: Double
        /// As `Numbers.difference`.
        public let difference: Double
        /// A small one only warns.
        public let decides: Bool

        public init(name: String, userCount: Int, value: Double, champion: Double, difference: Double, decides: Bool) {
            self.name = name
            self.userCount = userCount
            self.value = value
            self.champion = champion
            self.difference = difference
            self.decides = decides
        }
    }

    public let status: Status
    /// What was found against what was asked for, in one sentence without a full stop.
    public let text: String
    public let numbers: Numbers
    /// What someone should know although it decides nothing.
    public let warnings: [String]

    public init(_ status: Status, _ text: String, numbers: Numbers = Numbers(), warnings: [String] = []) {
        self.status = status
        self.text = text
        self.numbers = numbers
        self.warnings = warnings
    }

    /// - Parameter isMet: whether the challenger meets the condition.
    public init(isMet: Bool, _ text: String, numbers: Numbers = Numbers(), warnings: [String] = []) {
        self.init(isMet ? .passed : .failed, text, numbers: numbers, warnings: warnings)
    }
}
