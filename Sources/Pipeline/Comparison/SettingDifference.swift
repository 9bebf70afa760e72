/// A place of a document where runs differ: what each of them says there.
public struct SettingDifference: Sendable, Equatable {
    /// As `--set` addresses it: `train.candidates.als-64.factors`.
    public let path: String
    /// One per run; nil where the run's document lacks the place.
    public let values: [JSON?]

    public init(path: String, values: [JSON?]) {
        self.path = path
        self.values = values
    }

    /// The places where any two of the documents differ, in the order they first appear.
    public static func between(_ documents: [JSON], ignoring: Set<String> = []) -> [SettingDifference] {
        let flat = documents.map(FlattenedSettings.leaves)
        let lookups = flat.map { leaves in Dictionary(leaves.map { ($0.address, $0.value) }) { first, _ in first } }
        var seen: Set<String> = []
        return flat.flatMap(\.self).compactMap { leaf in
            guard !ignoring.contains(leaf.address), seen.insert(leaf.address).inserted else { return nil }
            let values = lookups.map { $0[leaf.address] }
            let isSame = values.allSatisfy { $0?.canonical == values[0]?.canonical }
            return isSame ? nil : SettingDifference(path: leaf.address, values: values)
        }
    }
}
