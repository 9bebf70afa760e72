extension SampleShop {
    /// How large a shop to make, and from which seed; checked when made.
    ///
    /// | option | default | range |
    /// |---|---|---|
    /// | `users` | 2,000 | 1 … 5,000,000 |
    /// | `items` | 800 | 1 … 1,000,000 |
    /// | `events` | 120,000 | 1 … 1,000,000,000 |
    /// | `seed` | 7 | any |
    public struct Options: Sendable, Hashable, Codable {
        public static let userRange = 1...5_000_000
        public static let itemRange = 1...1_000_000
        public static let eventRange = 1...1_000_000_000

        /// Rows of `users.csv`, bots included.
        public let users: Int
        /// Rows of `items.csv`.
        public let items: Int
        /// Rows of `events.csv`, dirt included.
        public let events: Int
        public let seed: UInt64

        /// - Throws: `SampleShopError.outOfRange`, naming the first option that lies outside its range.
        public init(
            users: Int = 2_000, items: Int = 800, events: Int = 120_000, seed: UInt64 = 7
        ) throws(SampleShopError) {
            try Self.check(users, name: "users", range: Self.userRange)
            try Self.check(items, name: "items", range: Self.itemRange)
            try Self.check(events, name: "events", range: Self.eventRange)
            self.users = users
            self.items = items
            self.events = events
            self.seed = seed
        }

        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            try self.init(
                users: fields.decode(Int.self, forKey: .users), items: fields.decode(Int.self, forKey: .items),
                events: fields.decode(Int.self, forKey: .events), seed: fields.decode(UInt64.self, forKey: .seed))
        }

        private static func check(_ value: Int, name: String, range: ClosedRange<Int>) throws(SampleShopError) {
            guard range.contains(value) else { throw .outOfRange(option: name, found: value, allowed: range) }
        }
    }
}
