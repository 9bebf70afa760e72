import DurableFiles
import Modelling
import Pipeline

/// Writes the files another service loads to recommend: `model.safetensors`, `users.csv`, `items.csv`, `golden.json`;
/// and `MLmodel`, by which MLflow knows it for a model.
///
/// The same model and dataset give the same bytes at any thread count.
public struct BundleExporter: Exporter {
    public static let name = "bundle"
    /// 2: scores are sums in the order of the factors. 3: there is an `MLmodel`.
    public static let version = 3
    public static let summary =
        "The model as tensors, with the ids of its rows and golden answers to check a reader against."

    /// Users with golden answers, and the length of their lists.
    static let goldenUserCount = 25
    static let goldenListLength = 10

    public init(from settings: SettingsReader) {}

    /// The last bits of scores depend on the processor's generation, which the BLAS core goes by.
    public var reads: RunInputs { .blasCore }

    public var fileNames: [String] { BundleFile.exported + [BundleFile.mlModel] }

    public func check(_ chain: ExportCheck, at site: SettingsSite) {
        ShippedRecommender.check(chain, at: site)
    }

    public func write(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile] {
        let recommender = ShippedRecommender(input)
        let tensors = BundleTensors(
            model: recommender.model.archive(), itemPopularity: recommender.training.itemPopularity,
            seen: recommender.seen)
        func path(_ file: String) -> String { "\(input.directory)/\(file)" }
        return [
            try SafetensorsFile.write(tensors.archive, to: path(BundleFile.model), in: input.files),
            try IDFile.write(recommender.training.users, to: path(BundleFile.users), in: input.files),
            try IDFile.write(recommender.training.items, to: path(BundleFile.items), in: input.files),
            try input.files.write(
                goldenAnswers(of: recommender, in: context).json.text(indented: true) + "\n",
                to: path(BundleFile.golden)),
            try input.files.write(
                MLmodelText.text(modelName: recommender.modelName, excludeSeen: recommender.excludeSeen),
                to: path(BundleFile.mlModel)),
        ]
    }

    /// The answers for users spread evenly over the rows.
    private func goldenAnswers(of recommender: ShippedRecommender, in context: RunContext) throws -> GoldenAnswers {
        let users = recommender.training.users
        let count = min(Self.goldenUserCount, users.count)
        let rows = (0..<count).map { Int32($0 * users.count / count) }
        let top = try recommender.ranker().topItems(for: rows, count: Self.goldenListLength, pool: context.pool)
        return GoldenAnswers(
            excludeSeen: recommender.excludeSeen,
            users: rows.enumerated().map { position, row in
                GoldenAnswers.Answer(
                    user: users[Int(row)], items: top.items(at: position).map { recommender.training.items[Int($0)] },
                    scores: top.scores(at: position).map(Double.init))
            })
    }
}
