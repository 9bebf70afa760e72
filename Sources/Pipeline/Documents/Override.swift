/// A value that replaces one of a pipeline's or config's: from a config's `overrides`, `--set`, or a flag of its own.
public struct Override: Sendable {
    /// `train.candidates.als-64.factors`; a config's values start with `config.`
    public let address: String
    public let value: JSONNode
    /// Where the address is stated.
    let origin: Origin

    init(address: String, value: JSONNode, origin: Origin) {
        self.address = address
        self.value = value
        self.origin = origin
    }

    /// What a flag such as `--seed` sets. The text is read as JSON, else as a string.
    public init(address: String, text: String, flag: String) {
        let origin = Origin.flag(flag)
        let value = JSONParser.parse(text, origin: origin) ?? JSONNode(.string(text), origin: origin)
        self.init(address: address, value: value, origin: origin)
    }

    /// What `--set path=value` sets; nil where there is no path or no `=`.
    public init?(assignment: String) {
        guard let sign = assignment.firstIndex(of: "="), sign != assignment.startIndex else { return nil }
        self.init(
            address: String(assignment[..<sign]), text: String(assignment[assignment.index(after: sign)...]),
            flag: "--set \(assignment)")
    }

    /// Whether it sets a value of the config, not of the pipeline.
    var concernsConfig: Bool { address == "config" || address.hasPrefix("config.") }
}

extension JSONNode {
    /// The overrides a config states for a pipeline, in the order they are written.
    func overrides(for pipeline: String) -> [Override] {
        (self["overrides"]?[pipeline]?.members ?? []).map {
            Override(address: $0.name, value: $0.value, origin: $0.nameOrigin)
        }
    }
}
