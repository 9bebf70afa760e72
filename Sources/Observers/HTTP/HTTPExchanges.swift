import Foundation
import FoundationNetworking
import Synchronization

/// Gathers what comes back for each task of a session.
final class HTTPExchanges: NSObject, URLSessionDataDelegate, Sendable {
    enum Ending: Sendable {
        case answered(HTTPResponse)
        case tooLong
        case failed(URLError)
    }

    private struct Exchange {
        let finished = DispatchSemaphore(value: 0)
        var status: Int?
        var body: [UInt8] = []
        var isTooLong = false
        var error: URLError?
        private(set) var hasEnded = false

        mutating func end() {
            hasEnded = true
            finished.signal()
        }
    }

    private let answerLimit: Int
    private let exchanges = Mutex<[Int: Exchange]>([:])

    init(answerLimit: Int) {
        self.answerLimit = answerLimit
    }

    /// Expects a task.
    ///
    /// - Returns: what is signalled when the task has ended.
    func begin(_ task: URLSessionTask) -> DispatchSemaphore {
        exchanges.withLock { exchanges in
            let exchange = Exchange()
            exchanges[task.taskIdentifier] = exchange
            return exchange.finished
        }
    }

    /// What came of a task; nothing more of it is kept.
    func end(_ task: URLSessionTask) -> Ending {
        guard let exchange = exchanges.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else {
            preconditionFailure("a task begins before it ends")
        }
        if exchange.isTooLong { return .tooLong }
        if let error = exchange.error { return .failed(error) }
        guard let status = exchange.status else { return .failed(URLError(.badServerResponse)) }
        return .answered(HTTPResponse(status: status, body: exchange.body))
    }

    private func change(_ task: URLSessionTask, _ body: (inout Exchange) -> Void) {
        exchanges.withLock { exchanges in
            // A task that came too late is not waited for any more.
            guard let index = exchanges.index(forKey: task.taskIdentifier) else { return }
            body(&exchanges.values[index])
        }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        change(dataTask) { $0.status = (response as? HTTPURLResponse)?.statusCode }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        var isTooLong = false
        change(dataTask) { exchange in
            exchange.isTooLong = exchange.body.count + data.count > answerLimit
            isTooLong = exchange.isTooLong
            if !isTooLong { exchange.body += data }
        }
        if isTooLong { dataTask.cancel() }
    }

    /// The answer that redirects is the answer.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        change(task) { $0.status = response.statusCode }
        completionHandler(nil)
    }

    /// The answer that asks for a name and a password is the answer: whoever sends has said all there is to say. The session asks
    /// after it has handed over status and body, and a challenge that is left to its defaults would never end the task.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        guard let response = challenge.failureResponse as? HTTPURLResponse else {
            // Of the connection, not of the request.
            return completionHandler(.performDefaultHandling, nil)
        }
        change(task) { exchange in
            exchange.status = response.statusCode
            exchange.end()
        }
        completionHandler(.cancelAuthenticationChallenge, nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        change(task) { exchange in
            // What had ended before was cancelled by nobody but this delegate.
            guard !exchange.hasEnded else { return }
            exchange.error = error.map { $0 as? URLError ?? URLError(.unknown) }
            exchange.end()
        }
    }
}
