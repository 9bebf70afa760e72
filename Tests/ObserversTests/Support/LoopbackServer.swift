import Foundation
import Synchronization

/// An HTTP server on 127.0.0.1 that answers as the test says, and notes what it was asked.
final class LoopbackServer: Sendable {
    struct Request: Sendable {
        let method: String
        /// With the query.
        let target: String
        /// Names in lower case.
        let headers: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Answer: Sendable {
        case respond(Int, String = "", headers: [String] = [])
        /// Closes the connection without a word.
        case hangUp
        /// Never answers.
        case keepSilent
    }

    private struct State {
        var requests: [Request] = []
        var open: Set<Int32> = []
        var isStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())
    private let answer: @Sendable (_ request: Request, _ number: Int) -> Answer

    struct Failure: Error { let call: String, code: Int32 }

    /// - Parameter answer: what a request is answered; `number` counts requests from 1.
    init(_ answer: @escaping @Sendable (_ request: Request, _ number: Int) -> Answer) throws {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        (port) = try Self.listen(on: listener)
        Thread.detachNewThread { [weak self, listener] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    var url: String { "http://127.0.0.1:\(port)" }

    var requests: [Request] { state.withLock(\.requests) }

    /// Stops listening; nothing can connect any more.
    func stop() {
        let open = state.withLock { state in
            defer { state.isStopped = true }
            return state.isStopped ? [] : state.open.union([listener])
        }
        for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        if !open.isEmpty { close(listener) }
    }

    deinit { stop() }

    /// A port where nobody listens.
    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return try listen(on: descriptor)
    }

    private static func listen(on descriptor: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(descriptor, address, length) == 0 else { throw Failure(call: "bind", code: errno) }
                guard Foundation.listen(descriptor, 64) == 0 else { throw Failure(call: "listen", code: errno) }
                guard getsockname(descriptor, address, &length) == 0 else {
                    throw Failure(call: "getsockname", code: errno)
                }
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
    }

    private func serve(_ connection: Int32) {
        state.withLock { _ = $0.open.insert(connection) }
        if let request = Self.read(from: connection) {
            let number = state.withLock { state in
                state.requests.append(request)
                return state.requests.count
            }
            switch answer(request, number) {
            case .respond(let status, let body, let headers):
                let head = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)", "Connection: close"]
                let text = (head + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
                _ = text.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
            case .hangUp: break
            case .keepSilent:
                var byte: UInt8 = 0
                // Until the client gives up or the server stops.
                while recv(connection, &byte, 1, 0) > 0 {}
            }
        }
        state.withLock { _ = $0.open.remove(connection) }
        close(connection)
    }

    /// One request with its body, as `Content-Length` or `Transfer-Encoding: chunked` bounds it; nil where it breaks off.
    private static func read(from connection: Int32) -> Request? {
        var received: [UInt8] = []
        guard
            let headEnd = receive(from: connection, into: &received, until: { end(of: Array("\r\n\r\n".utf8), in: $0) })
        else { return nil }
        let lines = String(decoding: received[..<headEnd], as: UTF8.self).split(separator: "\r\n").map(String.init)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        let headers = lines.dropFirst().reduce(into: [String: String]()) { headers, line in
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        if headers["expect"] != nil {
            _ = "HTTP/1.1 100 Continue\r\n\r\n".withCString { send(connection, $0, strlen($0), 0) }
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        guard
            receive(from: connection, into: &received, until: { $0.count >= headEnd + length ? $0.count : nil }) != nil
        else { return nil }
        return Request(
            method: String(words[0]), target: String(words[1]), headers: headers,
            body: Array(received[headEnd..<(headEnd + length)]))
    }

    private static func receive(
        from connection: Int32, into received: inout [UInt8], until complete: ([UInt8]) -> Int?
    ) -> Int? {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = complete(received) { return end }
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return nil }
            received += block[..<count]
        }
    }

    private static func end(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { Array(bytes[$0..<($0 + mark.count)]) == mark }
            .map { $0 + mark.count }
    }
}
