/// One row of the log before it is written.
struct Event: Sendable {
    /// What happened.
    enum Kind: UInt8, Sendable {
        case view, cart, purchase

        var name: String {
            switch self {
            case .view: "view"
            case .cart: "cart"
            case .purchase: "purchase"
            }
        }
    }

    /// What is wrong with the row, if anything.
    enum Flaw: UInt8, Sendable {
        case none, bot, duplicate, missingUser, missingItem, badTimestamp, tooFewFields, tooManyFields
    }

    var user: Int32
    var item: Int32
    var session: UInt64
    /// Unix seconds.
    var timestamp: Int64
    /// When the log received the row; the log is ordered by this.
    var arrival: Int64
    /// Price shown, in cents.
    var cents: Int32
    /// The promotion of the item's category at that time, or -1.
    var promotion: Int16
    var kind: Kind
    var flaw: Flaw = .none
    /// True where nothing else of the session depends on this row, so it may lose its user or item.
    var isExpendable = false
}
