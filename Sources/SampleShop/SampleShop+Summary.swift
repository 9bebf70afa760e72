extension SampleShop {
    /// What a generation wrote: rows per file and the counts of each kind of dirt.
    public struct Summary: Sendable, Hashable, Codable {
        public let files: Files
        public let dirt: Dirt
        public let clean: Clean

        /// Data rows of each file, headers not counted.
        public struct Files: Sendable, Hashable, Codable {
            public let events: Int
            public let users: Int
            public let items: Int
            public let promotions: Int
        }

        /// Rows of `events.csv` (and, where said, cells of `users.csv`) that are not what they should be.
        /// Lateness apart, no row of the log is of two kinds.
        public struct Dirt: Sendable, Hashable, Codable {
            /// Exact copies of an earlier whole row.
            public let duplicateRows: Int
            /// Rows whose `user_id` is empty.
            public let missingUserRows: Int
            /// Rows whose `item_id` is empty.
            public let missingItemRows: Int
            /// Rows whose `timestamp` is no number.
            public let badTimestampRows: Int
            /// Rows with fewer or more fields than the header.
            public let wrongFieldCountRows: Int
            /// Users that are programs, not people; see `Truth.botUsers`.
            public let bots: Int
            /// Views made by bots.
            public let botRows: Int
            /// Rows written later than a row with a younger timestamp.
            public let lateRows: Int
            /// Empty cells of `users.csv`.
            public let missingUserCells: Int

            /// Rows a reader must reject: unreadable timestamp or wrong number of fields.
            public var malformedRows: Int { badTimestampRows + wrongFieldCountRows }

            enum CodingKeys: String, CodingKey {
                case duplicateRows = "duplicate_rows"
                case missingUserRows = "missing_user_rows"
                case missingItemRows = "missing_item_rows"
                case badTimestampRows = "bad_timestamp_rows"
                case wrongFieldCountRows = "wrong_field_count_rows"
                case bots
                case botRows = "bot_rows"
                case lateRows = "late_rows"
                case missingUserCells = "missing_user_cells"
            }
        }

        /// Events of people that carry no dirt, by kind.
        public struct Clean: Sendable, Hashable, Codable {
            public let views: Int
            public let carts: Int
            public let purchases: Int
        }
    }
}
