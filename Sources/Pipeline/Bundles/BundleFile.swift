/// The files of a bundle. `Documentation/Formats.md` describes what they hold.
public enum BundleFile {
    public static let manifest = "manifest.json"
    public static let model = "model.safetensors"
    public static let users = "users.csv"
    public static let items = "items.csv"
    public static let golden = "golden.json"
    public static let card = "MODEL_CARD.md"
    /// What MLflow knows a model by.
    public static let mlModel = "MLmodel"

    /// What readers need: a recommender is whole only with all of them.
    public static let exported = [model, users, items, golden]
}
