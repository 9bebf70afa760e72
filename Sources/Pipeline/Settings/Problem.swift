/// One thing wrong with a config or pipeline: where, what was found and expected, and what to do.
public struct Problem: Sendable, Hashable, CustomStringConvertible {
    public let origin: Origin
    /// The setting's address as `--set` spells it: `train.candidates.als-64.factors`. Empty for the document itself.
    public let address: String
    public let message: String
    /// The nearest valid name, or a remedy: completes the sentence after the message.
    public let hint: String?

    public init(origin: Origin, address: String, message: String, hint: String? = nil) {
        self.origin = origin
        self.address = address
        self.message = message
        self.hint = hint
    }

    public var description: String {
        var text = "\(origin): "
        if !address.isEmpty { text += "\(address): " }
        text += message
        if let hint { text += "; \(hint)" }
        return text
    }
}
