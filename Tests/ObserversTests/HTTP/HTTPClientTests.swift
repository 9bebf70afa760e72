import Foundation
import Observers
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite struct HTTPClientTests {
    private static func client(
        attempts: Int = 3, timeoutSeconds: Double = 30, firstAnswerSeconds: Double? = nil,
        clock: TestClock = TestClock(),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) -> HTTPClient {
        HTTPClient(
            timeoutSeconds: timeoutSeconds, retries: RetryPolicy(attempts: attempts),
            firstAnswerSeconds: firstAnswerSeconds,
            clock: clock.clock, isCancelled: isCancelled)
    }

    private static func error(of body: () throws -> Void) -> HTTPError? {
        do {
            try body()
            return nil
        } catch { return error as? HTTPError }
    }

    @Test func sendsMethodTargetHeadersAndBody() throws {
        let server = try LoopbackServer { _, _ in .respond(201, #"{"id":7}"#) }
        var request = HTTPRequest(.post, server.url + "/runs?a=b", json: ["name": "ä"])
        request.headers.append(("Authorization", "Bearer abc"))
        let response = try Self.client().send(request)
        #expect(response.status == 201)
        #expect(response.json?["id"]?.integerValue == 7)
        let seen = try #require(server.requests.first)
        #expect(seen.method == "POST")
        #expect(seen.target == "/runs?a=b")
        #expect(seen.headers["authorization"] == "Bearer abc")
        #expect(seen.headers["content-type"] == "application/json")
        #expect(seen.text == #"{"name":"ä"}"#)
    }

    @Test func sendsAFile() throws {
        let directory = try TemporaryDirectory()
        let content = [UInt8]((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try Data(content).write(to: URL(fileURLWithPath: directory.file("model")))
        let server = try LoopbackServer { _, _ in .respond(200) }
        _ = try Self.client().send(HTTPRequest(.put, server.url + "/model", body: .file(directory.file("model"))))
        #expect(server.requests.map(\.method) == ["PUT"])
        #expect(server.requests.first?.body == content)
    }

    @Test func tellsOfAFileThatIsGone() throws {
        let server = try LoopbackServer { _, _ in .respond(200) }
        let error = Self.error {
            _ = try Self.client().send(HTTPRequest(.put, server.url, body: .file("/nowhere/model")))
        }
        #expect(error == .unreadableFile(path: "/nowhere/model"))
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504])
    func sendsAgainWhatTheServerMayTakeLater(status: Int) throws {
        let clock = TestClock()
        let server = try LoopbackServer { _, number in .respond(number < 3 ? status : 200, "done") }
        let response = try Self.client(clock: clock).send(HTTPRequest(.get, server.url))
        #expect(response.text == "done")
        #expect(server.requests.count == 3)
        #expect(clock.pauses == [0.5, 1])
    }

    @Test func neverSendsAPostAgainUnlessTold() throws {
        let server = try LoopbackServer { _, _ in .respond(503, "busy") }
        let once = Self.error { _ = try Self.client().send(HTTPRequest(.post, server.url)) }
        #expect(once == .refused(url: server.url, status: 503, answer: "busy", attempts: 1))
        let again = Self.error { _ = try Self.client().send(HTTPRequest(.post, server.url, isRepeatable: true)) }
        #expect(again == .refused(url: server.url, status: 503, answer: "busy", attempts: 3))
        #expect(server.requests.count == 4)
    }

    @Test(arguments: [301, 302, 400, 401, 403, 404, 409])
    func neverSendsARefusedRequestAgain(status: Int) throws {
        let server = try LoopbackServer { _, _ in .respond(status, "no", headers: ["Location: /elsewhere"]) }
        let error = Self.error { _ = try Self.client().send(HTTPRequest(.get, server.url)) }
        #expect(error == .refused(url: server.url, status: status, answer: "no", attempts: 1))
        #expect(error?.isTemporary == false)
        #expect(server.requests.count == 1)
    }

    /// A challenge is an answer, too: nobody is there to be asked for a name and a password.
    @Test(arguments: ["Basic realm=\"mlflow\"", "Digest realm=\"a\", nonce=\"b\"", "Bearer", "Basic"])
    func takesARefusalThatAsksForAPasswordAsOne(challenge: String) throws {
        let server = try LoopbackServer { _, _ in
            .respond(401, "You are not authenticated.", headers: ["WWW-Authenticate: \(challenge)"])
        }
        let requests = [
            HTTPRequest(.get, server.url), HTTPRequest(.post, server.url, json: ["a": 1], isRepeatable: true),
        ]
        for request in requests {
            let error = Self.error { _ = try Self.client().send(request) }
            let expected = HTTPError.refused(
                url: server.url, status: 401, answer: "You are not authenticated.", attempts: 1)
            #expect(error == expected)
        }
        #expect(server.requests.map(\.method) == ["GET", "POST"])
    }

    @Test func givesUpOnASilentServer() throws {
        let server = try LoopbackServer { _, _ in .keepSilent }
        let clock = TestClock.passingWithRequests(to: server)
        let error = Self.error { _ = try Self.client(attempts: 2, clock: clock).send(HTTPRequest(.get, server.url)) }
        #expect(error == .timedOut(url: server.url, seconds: 30, attempts: 2))
        #expect(error?.isTemporary == true)
        #expect(server.requests.count == 2)
    }

    @Test func asksOnceForAFirstAnswer() throws {
        let silent = try LoopbackServer { _, _ in .keepSilent }
        let clock = TestClock.passingWithRequests(to: silent)
        let error = Self.error {
            _ = try Self.client(firstAnswerSeconds: 2, clock: clock).send(HTTPRequest(.get, silent.url))
        }
        #expect(error == .timedOut(url: silent.url, seconds: 2, attempts: 1))
        #expect(silent.requests.count == 1 && clock.pauses.isEmpty)
    }

    @Test func asksAServerThatHasAnsweredAsOftenAsAnyOther() throws {
        let server = try LoopbackServer { _, number in .respond(number == 2 ? 503 : 200) }
        let client = Self.client(firstAnswerSeconds: 2)
        for _ in 0..<2 { #expect(try client.send(HTTPRequest(.get, server.url)).status == 200) }
        #expect(server.requests.count == 3)
        let busy = try LoopbackServer { _, _ in .respond(503, "busy") }
        let error = Self.error { _ = try Self.client(firstAnswerSeconds: 2).send(HTTPRequest(.get, busy.url)) }
        #expect(error == .refused(url: busy.url, status: 503, answer: "busy", attempts: 1))
    }

    @Test func endsWhenItIsToEnd() throws {
        let server = try LoopbackServer { _, _ in .keepSilent }
        // Whoever stops the program does so while the server keeps silent.
        let client = Self.client { !server.requests.isEmpty }
        for _ in 0..<2 {
            let error = Self.error { _ = try client.send(HTTPRequest(.get, server.url)) }
            #expect(error == .cancelled(url: server.url))
        }
        #expect(server.requests.count == 1)
    }

    @Test func aPauseEndsWhenItIsToEnd() throws {
        let server = try LoopbackServer { _, _ in .respond(503) }
        let isStopped = Mutex(false)
        let clock = WaitingClock(seconds: TestClock().clock.seconds) { _, isOver in
            #expect(!isOver())
            isStopped.withLock { $0 = true }
            #expect(isOver(), "whoever pauses can see that it is to end")
        }
        let client = HTTPClient(timeoutSeconds: 30, retries: RetryPolicy(attempts: 3), clock: clock) {
            isStopped.withLock(\.self)
        }
        #expect(Self.error { _ = try client.send(HTTPRequest(.get, server.url)) } == .cancelled(url: server.url))
        #expect(server.requests.count == 1)
    }

    /// Two years would not pass in a test.
    @Test func theSystemsClockLooksWhetherAPauseIsOver() {
        let looks = Atomic(0)
        WaitingClock.system.pause(6e7) { looks.add(1, ordering: .relaxed).newValue > 3 }
        #expect(looks.load(ordering: .relaxed) == 4)
    }

    @Test func repeatsOnlyWhatMayBeRepeatedWhenAConnectionBreaks() throws {
        let server = try LoopbackServer { _, number in number == 2 ? .respond(200) : .hangUp }
        // The toolchain's session loses the news of a broken connection now and then: the time limit stands in for it.
        let client = Self.client(timeoutSeconds: 2)
        #expect(try client.send(HTTPRequest(.put, server.url)).status == 200)
        switch Self.error(of: { _ = try client.send(HTTPRequest(.post, server.url)) }) {
        case .unreachable(_, _, attempts: 1)?, .timedOut(_, _, attempts: 1)?: break
        case let other: Issue.record("expected one attempt, found \(String(describing: other))")
        }
        #expect(server.requests.count == 3)
    }

    @Test func knocksAgainWhereNobodyListens() throws {
        let clock = TestClock()
        let url = "http://127.0.0.1:\(try LoopbackServer.freePort())"
        let error = Self.error { _ = try Self.client(clock: clock).send(HTTPRequest(.post, url)) }
        #expect(error == .unreachable(url: url, cause: "no connection", attempts: 3))
        #expect(clock.pauses == [0.5, 1])
    }

    @Test(arguments: ["", "mlflow", "ftp://host/", "http://", "/path"])
    func refusesWhatIsNoAddress(url: String) {
        let error = Self.error { _ = try Self.client().send(HTTPRequest(.get, url)) }
        #expect(error == .invalidAddress(url: url))
    }

    @Test func pausesGrowUpToALimit() {
        let policy = RetryPolicy(attempts: 9, firstPauseSeconds: 0.5, longestPauseSeconds: 3)
        #expect((1...5).map(policy.pauseSeconds) == [0.5, 1, 2, 3, 3])
    }
}
