import Foundation
import FoundationNetworking
import Pipeline

/// One attempt after the other through the toolchain's URL loading system.
final class HTTPSession: Sendable {
    enum Outcome: Sendable {
        case answered(HTTPResponse)
        /// The request certainly did not reach a server.
        case notConnected(cause: String)
        /// The request may have reached the server.
        case broken(cause: String)
        case late
        /// No attempt can succeed.
        case impossible(HTTPError)
    }

    /// No answer that is expected comes near it.
    static let answerLimit = 32 << 20

    private let exchanges = HTTPExchanges(answerLimit: HTTPSession.answerLimit)
    private let session: URLSession
    private let clock: WaitingClock
    private let isCancelled: @Sendable () -> Bool

    /// How often a wait looks at the clock.
    private static let tickSeconds = 0.05

    init(clock: WaitingClock, isCancelled: @escaping @Sendable () -> Bool) {
        self.clock = clock
        self.isCancelled = isCancelled
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        // The time limit of an attempt is kept here: the session counts whole seconds, and from the last byte on. A week is none.
        configuration.timeoutIntervalForRequest = 7 * 86_400
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
    }

    deinit {
        session.invalidateAndCancel()
    }

    func send(_ request: HTTPRequest, withinSeconds seconds: Double) -> Outcome {
        guard let url = URL(string: request.url), let scheme = url.scheme?.lowercased(), let host = url.host,
            ["http", "https"].contains(scheme), !host.isEmpty
        else { return .impossible(.invalidAddress(url: request.url)) }
        guard !isCancelled() else { return .impossible(.cancelled(url: request.url)) }
        var message = URLRequest(url: url)
        message.httpMethod = request.method.rawValue
        for header in request.headers { message.setValue(header.value, forHTTPHeaderField: header.name) }
        return wait(for: task(message, body: request.body), of: request, seconds: seconds)
    }

    private func task(_ message: URLRequest, body: HTTPRequest.Body?) -> URLSessionTask {
        switch body {
        case nil: session.dataTask(with: message)
        case .bytes(let bytes): session.uploadTask(with: message, from: Data(bytes))
        case .file(let path): session.uploadTask(with: message, fromFile: URL(fileURLWithPath: path))
        }
    }

    private func wait(for task: URLSessionTask, of request: HTTPRequest, seconds: Double) -> Outcome {
        let finished = exchanges.begin(task)
        let end = clock.seconds() + seconds
        task.resume()
        var isFinished = false
        repeat {
            isFinished = finished.wait(timeout: .now() + min(seconds, Self.tickSeconds)) == .success
        } while !isFinished && clock.seconds() < end && !isCancelled()
        let ending = exchanges.end(task)
        guard isFinished else {
            task.cancel()
            return isCancelled() ? .impossible(.cancelled(url: request.url)) : .late
        }
        switch ending {
        case .answered(let response): return .answered(response)
        case .tooLong: return .impossible(.answerTooLong(url: request.url, limit: Self.answerLimit))
        case .failed(let error): return Self.outcome(of: error)
        }
    }

    private static func outcome(of error: URLError) -> Outcome {
        switch error.code {
        case .cannotFindHost: .notConnected(cause: "the host is not known")
        case .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet:
            .notConnected(cause: "no connection")
        case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
            .serverCertificateHasUnknownRoot:
            .notConnected(cause: "no secure connection: \(error.localizedDescription)")
        default: .broken(cause: "the connection broke: \(error.localizedDescription)")
        }
    }
}
