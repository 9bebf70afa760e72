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
        let flat = documents.map { document in
            var leaves: [(path: String, value: JSON)] = []
            flatten(document, path: "", into: &leaves)
            return leaves
        }
        let lookups = flat.map { leaves in Dictionary(leaves.map { ($0.path, $0.value) }) { first, _ in first } }
        var seen: Set<String> = []
        return flat.flatMap(\.self).compactMap { leaf in
            guard !ignoring.contains(leaf.path), seen.insert(leaf.path).inserted else { return nil }
            let values = lookups.map { $0[leaf.path] }
            let isSame = values.allSatisfy { $0?.canonical == values[0]?.canonical }
            return isSame ? nil : SettingDifference(path: leaf.path, values: values)
        }
    }

    /// Stages go by their name, candidates by their id, anything else in a list by its position.
    private static func flatten(_ value: JSON, path: String, into leaves: inout [(path: String, value: JSON)]) {
        func child(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members {
                // Stages are addressed from the top.
                let isStages = path.isEmpty && member.name == "stages"
                flatten(member.value, path: isStages ? "" : child(member.name), into: &leaves)
            }
        case .array(let elements) where elements.contains { $0.members != nil }:
            for (position, element) in elements.enumerated() {
                let name = element["stage"]?.stringValue ?? element["id"]?.stringValue
                flatten(element, path: child(name ?? String(position)), into: &leaves)
            }
        default:
            leaves.append((path, value))
        }
    }
}
