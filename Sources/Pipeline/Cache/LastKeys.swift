import DurableFiles

/// The ingredients each result of a config and pipeline had last time, so that a plan can say what changed.
public struct LastKeys {
    private let path: String
    private var ingredients: [String: JSON] = [:]

    public init(directory: String, config: String, pipeline: String) {
        path = "\(directory)/last-keys.\(config).\(pipeline).json"
        for member in JSON(remembered: path)?.members ?? [] { ingredients[member.name] = member.value }
    }

    public subscript(slot: String) -> JSON? { ingredients[slot] }

    /// The key of the model that was trained again on all rows; nil where none was.
    var refit: CacheKey? {
        let slot = ingredients.keys.sorted().first { $0.hasPrefix("train/") && $0.hasSuffix("/refit") }
        return slot.flatMap { slot in self[slot].map { CacheKey(slot: slot, ingredients: $0) } }
    }

    public mutating func remember(_ key: CacheKey) {
        ingredients[key.slot] = key.ingredients
    }

    public func save(in files: FileSystem) throws {
        let members = ingredients.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) }
        try files.write(JSON.object(members).text(indented: true), to: path)
    }
}
