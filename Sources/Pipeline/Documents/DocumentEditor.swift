/// Puts overrides into a document, before it is read.
///
/// An object's value is addressed by its key; a stage by its name; any other element of a list by its `id`, else by its
/// zero-based position. A key that an object lacks is added to it, and reading decides whether it may be there; all that
/// leads to it must exist.
struct DocumentEditor {
    enum Kind {
        case pipeline, config
    }

    let kind: Kind
    let diagnostics: Diagnostics

    func apply(_ overrides: [Override], to document: JSONNode) -> JSONNode {
        var edited = document
        for override in overrides {
            do throws(UnknownAddress) {
                try set(override, in: &edited)
            } catch {
                diagnostics.report(
                    Problem(
                        origin: override.origin, address: override.address, message: error.message, hint: error.hint))
            }
        }
        return edited
    }

    private struct UnknownAddress: Error {
        let message: String
        let hint: String?
    }

    private func set(_ override: Override, in document: inout JSONNode) throws(UnknownAddress) {
        var path = override.address.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if kind == .config { path.removeFirst() }
        guard !path.isEmpty, !path.contains("") else {
            throw UnknownAddress(message: "the address names no value", hint: "such as train.candidates.als.factors=32")
        }
        if kind == .pipeline, StageName(rawValue: path[0]) != nil {
            return try set(override.value, inStage: path, of: &document)
        }
        if kind == .pipeline, path[0] == "stages" {
            throw UnknownAddress(message: "a stage is addressed by its name alone", hint: "such as train.candidates")
        }
        try set(override.value, at: path[...], in: &document, walked: kind == .config ? "config" : "")
    }

    private func set(
        _ value: JSONNode, inStage path: [String], of document: inout JSONNode
    ) throws(UnknownAddress) {
        let name = path[0]
        guard var stages = document["stages"]?.elements,
            let index = stages.firstIndex(where: { $0["stage"]?.string == name })
        else {
            throw UnknownAddress(message: "the pipeline has no \(name) stage", hint: nil)
        }
        try set(value, at: path.dropFirst(), in: &stages[index], walked: name)
        guard let list = document["stages"] else { return }
        document = document.setting("stages", to: JSONNode(.array(stages), origin: list.origin))
    }

    private func set(
        _ value: JSONNode, at path: ArraySlice<String>, in node: inout JSONNode, walked: String
    ) throws(UnknownAddress) {
        guard let name = path.first else {
            node = value
            return
        }
        let address = walked.isEmpty ? name : "\(walked).\(name)"
        let place = walked.isEmpty ? "the document" : walked
        switch node.value {
        case .object(let members):
            guard var child = node[name] else {
                guard path.count == 1 else {
                    let hint = NearestName.hint(for: name, among: members.map(\.name))
                    throw UnknownAddress(message: "\(place) has no key \"\(name)\"", hint: hint)
                }
                node = node.setting(name, to: value)
                return
            }
            try set(value, at: path.dropFirst(), in: &child, walked: address)
            node = node.setting(name, to: child)
        case .array(var elements):
            let names = elements.enumerated().map { $1["id"]?.string ?? String($0) }
            guard let index = names.firstIndex(of: name) else {
                let isNamed = elements.contains { $0["id"]?.string != nil }
                let hint = isNamed ? NearestName.hint(for: name, among: names) : "it has \(names.count), the first is 0"
                throw UnknownAddress(message: "\(place) has no element \"\(name)\"", hint: hint)
            }
            try set(value, at: path.dropFirst(), in: &elements[index], walked: address)
            node = JSONNode(.array(elements), origin: node.origin)
        default:
            throw UnknownAddress(message: "\(place) is \(node.kindDescription), which has no \"\(name)\"", hint: nil)
        }
    }
}

extension JSONNode {
    /// An object with another value for a key, which is added where it is missing.
    func setting(_ name: String, to value: JSONNode) -> JSONNode {
        var members = members ?? []
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(Member(name: name, nameOrigin: value.origin, value: value))
        }
        return JSONNode(.object(members), origin: origin)
    }
}
