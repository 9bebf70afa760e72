import Logging

/// The surroundings in which a message is sent.
public struct Delivery: Sendable {
    public let workspace: Workspace
    public let effort: DeliveryEffort
    public let receipts: DeliveryReceipts
    public let log: Logger

    public init(workspace: Workspace, effort: DeliveryEffort, receipts: DeliveryReceipts, log: Logger) {
        self.workspace = workspace
        self.effort = effort
        self.receipts = receipts
        self.log = log
    }
}

/// How much is done for a message to arrive.
public struct DeliveryEffort: Sendable {
    /// How often a request is sent at most, to a server that has answered before.
    public let attempts: Int
    /// How long a server may take for its first answer, which it is asked for once; nil is as long as for any other, and as often.
    public let firstAnswerSeconds: Double?
    public let clock: WaitingClock
    /// Becomes true when sending is to end.
    public let isCancelled: @Sendable () -> Bool

    public init(
        attempts: Int, firstAnswerSeconds: Double?, clock: WaitingClock = .system,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.attempts = attempts
        self.firstAnswerSeconds = firstAnswerSeconds
        self.clock = clock
        self.isCancelled = isCancelled
    }

    /// For somebody who asked for nothing but sending: a server that restarts is back after the pauses between the attempts.
    public static let patient = DeliveryEffort(attempts: 4, firstAnswerSeconds: nil)

    /// For the end of something else: a server that does not answer at once is left to the next.
    public static func brief(isCancelled: @escaping @Sendable () -> Bool = { false }) -> DeliveryEffort {
        DeliveryEffort(attempts: 2, firstAnswerSeconds: 2, isCancelled: isCancelled)
    }
}
