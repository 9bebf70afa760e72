import Synchronization

/// What a destination has acknowledged of a message, kept until all of it has arrived: a later attempt leaves that out.
public final class DeliveryReceipts: Sendable {
    private let known: Mutex<[String: String]>
    private let keep: @Sendable (_ receipts: [String: String]) throws -> Void

    /// - Parameters:
    ///   - known: what earlier attempts brought, by whatever the destination calls it.
    ///   - keep: puts all receipts where the next attempt finds them.
    public init(_ known: [String: String], keep: @escaping @Sendable (_ receipts: [String: String]) throws -> Void) {
        self.known = Mutex(known)
        self.keep = keep
    }

    public subscript(_ part: String) -> String? { known.withLock { $0[part] } }

    /// Notes that a part has arrived.
    ///
    /// - Parameter content: tells it from any other content of the part.
    public func note(_ part: String, _ content: String) throws {
        let receipts = known.withLock { known in
            known[part] = content
            return known
        }
        try keep(receipts)
    }
}
