/// Why a message was not sent.
public protocol DeliveryFailure: Error {
    /// Whether the destination, and not the message, stood in the way, so that other messages won't reach it either.
    var isTemporary: Bool { get }
}
