import Tables

/// What the features stage hands to train: the training part, what is held out, and who is who.
///
/// A kind of dataset is one type. A model names the type it trains on; stages pass datasets along without looking inside.
public protocol Dataset: Sendable {
    /// The spelling in pipelines: `interactions`.
    static var kind: String { get }
    /// What the summary, the report and the model card say of its size: `("users", 943)` …
    var counts: [(name: String, count: Int)] { get }
    /// How its members' activity is distributed, for reports.
    var distributions: [Distribution] { get }
    /// The dataset as tensors, for the cache; `init(archive:)` gives it back.
    func archive() -> TensorArchive
    init(archive: TensorArchive) throws
}
