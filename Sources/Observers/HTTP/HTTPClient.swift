import DurableFiles
import Foundation
import Pipeline
import Synchronization

/// Sends requests one after the other and waits for each answer.
///
/// An attempt that certainly did not reach the server (no connection) is repeated whatever the method; one that may have,
/// only where `HTTPRequest.isRepeatable` says so. Redirections are not followed: a token must not go where nobody sent it.
/// No error holds a header, so no secret.
public final class HTTPClient: Sendable {
    /// How long one request may take, beside the time its body needs.
    public let timeoutSeconds: Double
    public let retries: RetryPolicy
    /// How long the first request may take, which is then sent once; nil makes no difference between it and others.
    public let firstAnswerSeconds: Double?
    private let clock: WaitingClock
    private let isCancelled: @Sendable () -> Bool
    private let session: HTTPSession
    private let hasAnswered = Mutex(false)

    /// The slowest network a body is expected to pass.
    private static let bytesPerSecond = 1_000_000.0
    /// How much of an error's answer is kept.
    private static let keptCharacters = 4000

    /// - Parameter isCancelled: becomes true when nothing more is to be sent or waited for.
    public init(
        timeoutSeconds: Double, retries: RetryPolicy, firstAnswerSeconds: Double? = nil, clock: WaitingClock = .system,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.timeoutSeconds = timeoutSeconds
        self.retries = retries
        self.firstAnswerSeconds = firstAnswerSeconds
        self.clock = clock
        self.isCancelled = isCancelled
        session = HTTPSession(clock: clock, isCancelled: isCancelled)
    }

    /// A client that makes as much of an effort as a delivery asks for.
    convenience init(timeoutSeconds: Double, for delivery: Delivery) {
        let effort = delivery.effort
        self.init(
            timeoutSeconds: timeoutSeconds, retries: RetryPolicy(attempts: effort.attempts),
            firstAnswerSeconds: effort.firstAnswerSeconds, clock: effort.clock, isCancelled: effort.isCancelled)
    }

    /// Sends a request until it is answered or there is no point in going on.
    ///
    /// - Returns: an answer with a status from 200 to 299.
    /// - Throws: the last attempt's `HTTPError`.
    public func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
        let limits = limits
        let seconds = limits.seconds + (try Self.bodySeconds(of: request))
        var attempts = 0
        while true {
            attempts += 1
            let failure: HTTPError
            let mayRepeat: Bool
            switch session.send(request, withinSeconds: seconds) {
            case .answered(let response):
                hasAnswered.withLock { $0 = true }
                if response.isSuccess { return response }
                let answer = String(response.text.prefix(Self.keptCharacters))
                failure = .refused(url: request.url, status: response.status, answer: answer, attempts: attempts)
                mayRepeat = response.isTransient && request.isRepeatable
            case .notConnected(let cause):
                failure = .unreachable(url: request.url, cause: cause, attempts: attempts)
                mayRepeat = true
            case .broken(let cause):
                failure = .unreachable(url: request.url, cause: cause, attempts: attempts)
                mayRepeat = request.isRepeatable
            case .late:
                failure = .timedOut(url: request.url, seconds: seconds, attempts: attempts)
                mayRepeat = request.isRepeatable
            case .impossible(let error): throw error
            }
            guard mayRepeat, attempts < limits.attempts, !isCancelled() else { throw failure }
            clock.pause(retries.pauseSeconds(after: attempts), isCancelled)
        }
    }

    /// What a request may take, besides the time its body needs.
    private var limits: (seconds: Double, attempts: Int) {
        guard let firstAnswerSeconds, !hasAnswered.withLock(\.self) else { return (timeoutSeconds, retries.attempts) }
        return (min(firstAnswerSeconds, timeoutSeconds), 1)
    }

    private static func bodySeconds(of request: HTTPRequest) throws(HTTPError) -> Double {
        switch request.body {
        case nil: return 0
        case .bytes(let bytes): return Double(bytes.count) / bytesPerSecond
        case .file(let path):
            guard let size = FileSystem.size(ofFile: path), access(path, R_OK) == 0 else {
                throw .unreadableFile(path: path)
            }
            return Double(size) / bytesPerSecond
        }
    }
}
