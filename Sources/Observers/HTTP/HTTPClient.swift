import Foundation

/// Sends requests one after the other and waits for each answer.
///
/// An attempt that certainly did not reach the server (no connection) is repeated whatever the method; one that may have,
/// only where `HTTPRequest.isRepeatable` says so. Redirections are not followed: a token must not go where nobody sent it.
/// No error holds a header, so no secret.
public final class HTTPClient: Sendable {
    /// How long one request may take, beside the time its body needs.
    public let timeoutSeconds: Double
    public let retries: RetryPolicy
    /// When all requests must be done; nil without a limit.
    public let deadline: ContinuousClock.Instant?
    private let session: HTTPSession
    private let pause: @Sendable (_ seconds: Double) -> Void

    /// The slowest network a body is expected to pass.
    private static let bytesPerSecond = 1_000_000.0
    /// How much of an error's answer is kept.
    private static let keptCharacters = 4000

    /// - Parameter pause: waits between two attempts; tests note the seconds instead.
    public init(
        timeoutSeconds: Double, retries: RetryPolicy, deadline: ContinuousClock.Instant? = nil,
        pause: @escaping @Sendable (_ seconds: Double) -> Void = { Thread.sleep(forTimeInterval: $0) }
    ) {
        self.timeoutSeconds = timeoutSeconds
        self.retries = retries
        self.deadline = deadline
        self.pause = pause
        session = HTTPSession()
    }

    /// Sends a request until it is answered or there is no point in going on.
    ///
    /// - Returns: an answer with a status from 200 to 299.
    /// - Throws: the last attempt's `HTTPError`.
    public func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
        let limit = try timeLimit(of: request)
        var attempts = 0
        while true {
            attempts += 1
            let failure: HTTPError
            let mayRepeat: Bool
            switch session.send(request, withinSeconds: try remaining(limit, for: request.url)) {
            case .answered(let response):
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
            case .late(let seconds):
                failure = .timedOut(url: request.url, seconds: seconds, attempts: attempts)
                mayRepeat = request.isRepeatable
            case .impossible(let error): throw error
            }
            guard mayRepeat, attempts < retries.attempts, hasTime(for: retries.pauseSeconds(after: attempts)) else {
                throw failure
            }
            pause(retries.pauseSeconds(after: attempts))
        }
    }

    private func timeLimit(of request: HTTPRequest) throws(HTTPError) -> Double {
        switch request.body {
        case nil: timeoutSeconds
        case .bytes(let bytes): timeoutSeconds + Double(bytes.count) / Self.bytesPerSecond
        case .file(let path):
            timeoutSeconds + Double(try Self.size(of: path)) / Self.bytesPerSecond
        }
    }

    private static func size(of path: String) throws(HTTPError) -> Int {
        var status = stat()
        guard stat(path, &status) == 0, access(path, R_OK) == 0 else { throw .unreadableFile(path: path) }
        return Int(status.st_size)
    }

    private func remaining(_ seconds: Double, for url: String) throws(HTTPError) -> Double {
        guard let deadline else { return seconds }
        let left = (deadline - .now) / .seconds(1)
        guard left > 0 else { throw .outOfTime(url: url) }
        return min(seconds, left)
    }

    private func hasTime(for seconds: Double) -> Bool {
        deadline.map { .now + .seconds(seconds) < $0 } ?? true
    }
}
