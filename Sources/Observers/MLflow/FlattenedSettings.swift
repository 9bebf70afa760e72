import Pipeline

/// A resolved pipeline as a flat list of keys and values, each key the address that `--set` takes.
package enum FlattenedSettings {
    /// Lists of plain values are one value; stages go by their name, candidates by their id, anything else by position.
    package static func list(_ pipeline: JSON) -> [(key: String, value: String)] {
        var flat: [(String, String)] = []
        for member in pipeline.members ?? [] {
            if member.name == "stages", let stages = member.value.arrayValue {
                for stage in stages { append(stage, at: stage["stage"]?.stringValue ?? "stage", to: &flat) }
            } else {
                append(member.value, at: member.name, to: &flat)
            }
        }
        return flat
    }

    private static func append(_ value: JSON, at address: String, to flat: inout [(String, String)]) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members where !isName(member, in: address) {
                append(member.value, at: "\(address).\(member.name)", to: &flat)
            }
        case .array(let elements) where elements.contains(where: { $0.members != nil }):
            for (position, element) in elements.enumerated() {
                append(element, at: "\(address).\(element["id"]?.stringValue ?? "\(position)")", to: &flat)
            }
        case .string(let text): flat.append((address, text))
        case .null: break
        default: flat.append((address, value.text()))
        }
    }

    /// Whether the address ends in what the member says.
    private static func isName(_ member: JSON.Member, in address: String) -> Bool {
        guard ["stage", "id"].contains(member.name), let name = member.value.stringValue else { return false }
        return address == name || address.hasSuffix(".\(name)")
    }
}
