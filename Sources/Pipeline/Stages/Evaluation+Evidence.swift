extension Evaluation {
    /// What a run keeps of its evaluation beside the metrics, so that runs can be compared when data and models are gone.
    public struct Evidence: Sendable {
        /// A user with something to judge, as the training part and the test part know them.
        public struct TestUser: Sendable, Equatable {
            /// Distinct items of the training part.
            public let trainingItems: Int
            /// Distinct items that count as hits; all held-out ones where only ratings are judged.
            public let testItems: Int
            /// Those of them that are not among the fewest items holding half of the training interactions.
            public let tailTestItems: Int
            /// Held-out rows of known items.
            public let testRows: Int

            public init(trainingItems: Int, testItems: Int, tailTestItems: Int, testRows: Int) {
                self.trainingItems = trainingItems
                self.testItems = testItems
                self.tailTestItems = tailTestItems
                self.testRows = testRows
            }
        }

        /// A column of the users' side table, one value per test user; nil where it is missing or rare.
        public struct UserColumn: Sendable, Equatable {
            public let name: String
            public let values: [String?]

            public init(name: String, values: [String?]) {
                self.name = name
                self.values = values
            }
        }

        /// What a candidate recommends to one user, best first.
        public struct List: Sendable, Equatable {
            public let candidate: String
            public let user: String
            public let items: [String]
            public let scores: [Float]

            public init(candidate: String, user: String, items: [String], scores: [Float]) {
                self.candidate = candidate
                self.user = user
                self.items = items
                self.scores = scores
            }
        }

        /// An item that stands in one of the lists.
        public struct ListedItem: Sendable, Equatable {
            public let id: String
            public let name: String?
            /// Distinct users of the training part.
            public let trainingUsers: Int
            /// Whether it is among the fewest items that hold half of the training interactions.
            public let isHead: Bool

            public init(id: String, name: String?, trainingUsers: Int, isHead: Bool) {
                self.id = id
                self.name = name
                self.trainingUsers = trainingUsers
                self.isHead = isHead
            }
        }

        /// Test rows with about the same prediction: how they were rated.
        public struct CalibrationBin: Sendable, Equatable {
            public let candidate: String
            public let meanPrediction: Double
            public let meanRating: Double
            public let rows: Int

            public init(candidate: String, meanPrediction: Double, meanRating: Double, rows: Int) {
                self.candidate = candidate
                self.meanPrediction = meanPrediction
                self.meanRating = meanRating
                self.rows = rows
            }
        }

        /// One for each of `PerUser.users`.
        public let users: [TestUser]
        public let userColumns: [UserColumn]
        /// How all columns but times group the same users, for the gate; empty without a users' table.
        public let userGroupings: [UserGrouping]
        /// Of the same few users for every candidate that has lists.
        public let lists: [List]
        public let items: [ListedItem]
        /// By candidate, predictions ascending; empty where feedback is implicit.
        public let calibration: [CalibrationBin]

        public init(
            users: [TestUser], userColumns: [UserColumn], userGroupings: [UserGrouping], lists: [List],
            items: [ListedItem], calibration: [CalibrationBin]
        ) {
            self.users = users
            self.userColumns = userColumns
            self.userGroupings = userGroupings
            self.lists = lists
            self.items = items
            self.calibration = calibration
        }
    }
}
