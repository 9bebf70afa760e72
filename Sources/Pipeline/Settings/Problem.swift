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

extension Problem {
    /// As `validate --output json` lists it.
    public var json: JSON {
        var members: [JSON.Member] = []
        if case .file(let path, let line, let column) = origin {
            members += [
                .init("file", .string(path)), .init("line", .integer(line)), .init("column", .integer(column)),
            ]
        } else {
            members.append(.init("flag", .string(origin.description)))
        }
        members += [
            .init("address", .string(address)), .init("message", .string(message)),
            .init("hint", hint.map(JSON.string) ?? .null),
        ]
        return .object(members)
    }
}
