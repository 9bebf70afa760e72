/// A document as a flat list of addresses, as `--set` takes them, and the values there.
///
/// Stages go by their name, candidates by their id, anything else in a list by its position. A list of plain values is one
/// value, and so is what is empty.
package enum FlattenedSettings {
    package struct Leaf: Sendable, Equatable {
        package let address: String
        package let value: JSON

        /// Whether it says nothing but the name or id that its own address holds.
        package var isName: Bool {
            let parts = address.split(separator: ".")
            guard parts.count >= 2, let last = parts.last, ["stage", "id"].contains(last) else { return false }
            return value.stringValue.map { $0 == parts[parts.count - 2] } ?? false
        }
    }

    /// In the document's order.
    package static func leaves(of document: JSON) -> [Leaf] {
        var leaves: [Leaf] = []
        append(document, at: "", to: &leaves)
        return leaves
    }

    private static func append(_ value: JSON, at address: String, to leaves: inout [Leaf]) {
        func child(_ name: String) -> String { address.isEmpty ? name : "\(address).\(name)" }
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members {
                // Stages are addressed from the top.
                let isStages = address.isEmpty && member.name == "stages"
                append(member.value, at: isStages ? "" : child(member.name), to: &leaves)
            }
        case .array(let elements) where elements.contains { $0.members != nil }:
            for (position, element) in elements.enumerated() {
                let name = element["stage"]?.stringValue ?? element["id"]?.stringValue
                append(element, at: child(name ?? String(position)), to: &leaves)
            }
        default:
            leaves.append(Leaf(address: address, value: value))
        }
    }
}
