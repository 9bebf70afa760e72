import Pipeline

/// Why a request brought no answer that can be used.
public enum HTTPError: DeliveryFailure, Sendable, Equatable, CustomStringConvertible {
    /// It is no address that a request can be sent to.
    case invalidAddress(url: String)
    /// Nobody answered.
    case unreachable(url: String, cause: String, attempts: Int)
    /// No answer came in time.
    case timedOut(url: String, seconds: Double, attempts: Int)
    /// The server answered with an error, or sent the request on elsewhere.
    case refused(url: String, status: Int, answer: String, attempts: Int)
    /// The answer is longer than anything that is expected.
    case answerTooLong(url: String, limit: Int)
    /// The program is to stop.
    case cancelled(url: String)
    /// The file to send can't be read.
    case unreadableFile(path: String)

    /// Whether the server, and not the request, stood in the way: it may well be sent later.
    public var isTemporary: Bool {
        switch self {
        case .unreachable, .timedOut, .cancelled: true
        case .refused(_, let status, _, _): HTTPResponse(status: status, body: []).isTransient
        case .invalidAddress, .answerTooLong, .unreadableFile: false
        }
    }

    public var description: String {
        switch self {
        case .invalidAddress(let url): "\(url): expected an address that starts with http:// or https://"
        case .unreachable(let url, let cause, let attempts):
            "\(url) can't be reached (\(cause))\(Self.after(attempts))"
        case .timedOut(let url, let seconds, let attempts):
            "\(url) did not answer within \(Numbers.duration(seconds: seconds))\(Self.after(attempts))"
        case .refused(let url, let status, let answer, let attempts):
            "\(url) answered \(status)\(answer.isEmpty ? "" : ": \(answer.prefix(Self.shownCharacters))")\(Self.after(attempts))"
        case .answerTooLong(let url, let limit): "\(url) answered with more than \(limit) bytes"
        case .cancelled(let url): "the program was asked to stop before \(url) had answered"
        case .unreadableFile(let path): "\(path) can't be read, so it can't be sent"
        }
    }

    /// How much of an answer a message repeats.
    private static let shownCharacters = 300

    private static func after(_ attempts: Int) -> String { attempts > 1 ? ", after \(attempts) attempts" : "" }
}
