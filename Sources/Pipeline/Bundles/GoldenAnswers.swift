/// `golden.json`: what the model recommends to a few users, for whoever loads the bundle to compare with.
public struct GoldenAnswers: Sendable, Equatable {
    public struct Answer: Sendable, Equatable {
        public let user: String
        /// Best first.
        public let items: [String]
        public let scores: [Double]

        public init(user: String, items: [String], scores: [Double]) {
            precondition(items.count == scores.count, "one score per item")
            self.user = user
            self.items = items
            self.scores = scores
        }
    }

    public static let schema = 1
    /// By how much a score may differ, absolutely up to 1 and relatively above; items whose scores lie within it may be
    /// swapped.
    public static let tolerance = 1e-4

    /// Whether items the user has seen are left out.
    public let excludeSeen: Bool
    public let users: [Answer]

    public init(excludeSeen: Bool, users: [Answer]) {
        self.excludeSeen = excludeSeen
        self.users = users
    }

    /// Whether two scores are the same for those who compare.
    public static func agree(_ found: Double, _ expected: Double) -> Bool {
        abs(found - expected) <= tolerance * max(1, abs(expected))
    }

    public var json: JSON {
        [
            "schema": .integer(Self.schema), "exclude_seen": .bool(excludeSeen),
            "users": .array(
                users.map { answer in
                    [
                        "user": .string(answer.user), "items": .array(answer.items.map(JSON.string)),
                        "scores": .array(answer.scores.map(JSON.double)),
                    ]
                }),
        ]
    }

    /// Reads the golden answers of the bundle in `directory`.
    init(in directory: String) throws(BundleProblem) {
        let json = try BundleFileReader.json(BundleFile.golden, in: directory, schema: Self.schema)
        guard let excludeSeen = json["exclude_seen"]?.boolValue, let users = json["users"]?.arrayValue else {
            throw BundleProblem(BundleFile.golden, .malformed("lacks exclude_seen or users"))
        }
        self.excludeSeen = excludeSeen
        var answers: [Answer] = []
        for (position, user) in users.enumerated() {
            guard let id = user["user"]?.stringValue, let items = user["items"]?.arrayValue?.compactMap(\.stringValue),
                let scores = user["scores"]?.arrayValue?.compactMap(\.doubleValue), items.count == scores.count
            else {
                throw BundleProblem(
                    BundleFile.golden, .malformed("users.\(position) is not a user with as many items as scores"))
            }
            answers.append(Answer(user: id, items: items, scores: scores))
        }
        self.users = answers
    }
}
