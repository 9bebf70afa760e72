/// One user's history and what the model would recommend, for people to judge by eye.
public struct SampleRecommendation: Sendable, Equatable {
    public struct Item: Sendable, Equatable {
        public let id: String
        /// From the items side table, where it has names.
        public let name: String?
        /// The score of a recommended item, the weight or rating of one in the history.
        public let value: Float

        public init(id: String, name: String?, value: Float) {
            self.id = id
            self.name = name
            self.value = value
        }
    }

    public let user: String
    /// The strongest interactions first.
    public let history: [Item]
    public let recommended: [Item]

    public init(user: String, history: [Item], recommended: [Item]) {
        self.user = user
        self.history = history
        self.recommended = recommended
    }
}
