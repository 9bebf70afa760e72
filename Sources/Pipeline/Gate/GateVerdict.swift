import Foundation

/// What the gate decided about a run's winner: `gate.json`, and the head of the report.
public struct GateVerdict: Sendable, Equatable {
    public enum Decision: String, Sendable {
        case passed
        /// Trained, reported, exported, not published.
        case refused
        /// Published though it was refused.
        case forced
    }

    /// A condition as the pipeline states it, and how it came out.
    public struct Condition: Sendable, Equatable {
        /// `not_worse`
        public let name: String
        public let settings: JSON
        public let outcome: ConditionOutcome

        public init(name: String, settings: JSON, outcome: ConditionOutcome) {
            self.name = name
            self.settings = settings
            self.outcome = outcome
        }
    }

    /// Why the challenger could not be judged fairly beside the champion, which refuses it.
    public struct Obstacle: Sendable, Equatable {
        /// `split_changed`
        public let cause: String
        /// In words, without a full stop.
        public let text: String
        /// What to do, in words, without a full stop.
        public let remedy: String

        public init(cause: String, text: String, remedy: String) {
            self.cause = cause
            self.text = text
            self.remedy = remedy
        }
    }

    /// When it was published all the same, and why.
    public struct Force: Sendable, Equatable {
        public let reason: String
        /// Microseconds UTC.
        public let at: Int64

        public init(reason: String, at: Int64) {
            self.reason = reason
            self.at = at
        }
    }

    public let run: String
    /// The run that was published when this was decided, or last where that is unclear; nil where there is none.
    public let champion: String?
    /// Whether the challenger is the champion's own model: trained on the same rows in the same way.
    public let isSameModel: Bool
    /// Nil where they could be compared, or nothing asked for it.
    public let obstacle: Obstacle?
    public let conditions: [Condition]
    public private(set) var force: Force?

    public init(
        run: String, champion: String?, isSameModel: Bool = false, obstacle: Obstacle? = nil, conditions: [Condition],
        force: Force? = nil
    ) {
        self.run = run
        self.champion = champion
        self.isSameModel = isSameModel
        self.obstacle = obstacle
        self.conditions = conditions
        self.force = force
    }

    public var decision: Decision {
        if failures.isEmpty, obstacle == nil { return .passed }
        return force == nil ? .refused : .forced
    }

    /// Whether nothing had ever been published.
    public var isFirstRun: Bool { champion == nil && obstacle == nil }

    /// The conditions that are not met.
    public var failures: [Condition] { conditions.filter { $0.outcome.status == .failed } }

    /// The same verdict with somebody's word that it is to be published; nothing changes where it passed.
    public func forced(because reason: String, at: Int64) -> GateVerdict {
        guard decision != .passed else { return self }
        var verdict = self
        verdict.force = Force(reason: reason, at: at)
        return verdict
    }

    /// Why it was refused, and what to do about it where more than another challenger is needed.
    public var refusal: String { reasons + (obstacle.map { "; \($0.remedy)" } ?? "") }

    /// Why it was refused, in words, without a full stop; empty where every condition is met.
    public var reasons: String {
        let stopped = obstacle.map {
            ["no fair judgement beside the champion\(champion.map { " \($0)" } ?? ""): \($0.text)"]
        }
        return ((stopped ?? []) + failures.map { "\($0.name): \($0.outcome.text)" }).joined(separator: "; ")
    }
}
