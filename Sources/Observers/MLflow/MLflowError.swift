/// What stands between a message and the server, beside `HTTPError`.
public enum MLflowError: DeliveryFailure, Sendable, Equatable, CustomStringConvertible {
    /// The kept message is none of this version's.
    case unreadableMessage
    /// The server's answer lacks what it must have.
    case unexpectedAnswer(call: String, lacking: String)

    public var isTemporary: Bool { false }

    public var description: String {
        switch self {
        case .unreadableMessage: "the message can't be read: an other version of Mercer may have written it"
        case .unexpectedAnswer(let call, let lacking):
            "the server's answer to \(call) has no \(lacking): is it an MLflow server?"
        }
    }
}
