import Foundation
import Observers
import Pipeline
import TestSupport
import Testing

/// What a webhook is told, against a server that answers badly in every way.
@Suite struct WebhookObserverTests {
    private let directory: TemporaryDirectory
    private let log = CollectedLog()
    private let clock = TestClock()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func tell(
        _ run: TestedRun, webhook: String, environment: [String: String] = [:], clock: TestClock? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws {
        var run = run
        run.settings = "\"webhook\": \(webhook),"
        let ended = try run.ended(in: directory)
        try observer(of: ended.pipeline, environment, clock, isCancelled).runEnded(ended)
    }

    private func observer(
        of pipeline: ResolvedPipeline, _ environment: [String: String] = [:], _ clock: TestClock? = nil,
        _ isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> WebhookObserver {
        let settings = try #require(pipeline.config.notifications.webhook)
        return WebhookObserver(
            settings, log: log.logger, environment: environment, clock: (clock ?? self.clock).clock,
            isCancelled: isCancelled)
    }

    @Test func aFailureIsPostedWithWhatTellsRunsApart() throws {
        let server = try LoopbackServer { _, _ in .respond(200) }
        try tell(.failed(), webhook: #"{ "url": "\#(server.url)/hook?x=1", "headers": { "X-Team": "data" } }"#)
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1 && request.method == "POST" && request.target == "/hook?x=1")
        #expect(request.headers["content-type"] == "application/json" && request.headers["x-team"] == "data")
        let expected: JSON = [
            "run": .string(TestedRun.id), "status": "failed", "selected": nil, "metrics": nil,
            "report": .string("/srv/runs/\(TestedRun.id)/report.html"), "bundle": nil, "error": "no rows",
            "pipeline": "recommend", "config": "shop", "exit_status": 65, "started": "2026-03-01T04:00:12Z",
            "ended": "2026-03-01T04:00:42.250000Z",
        ]
        #expect(JSON(bytes: request.body)?.canonical == expected.canonical)
        #expect(log.lines == ["info: webhook: told of the run"])
    }

    @Test func successesAreToldWhereAskedFor() throws {
        let server = try LoopbackServer { _, _ in .respond(204) }
        try tell(TestedRun(), webhook: #"{ "url": "\#(server.url)" }"#)
        #expect(server.requests.isEmpty && log.lines.isEmpty)
        try tell(TestedRun(), webhook: #"{ "url": "\#(server.url)", "on": ["success"] }"#)
        try tell(.failed(), webhook: #"{ "url": "\#(server.url)", "on": ["success"] }"#)
        #expect(server.requests.map { JSON(bytes: $0.body)?["status"] } == ["succeeded"])
    }

    @Test func aRunThatCouldNotStartIsTold() throws {
        let server = try LoopbackServer { _, _ in .respond(200) }
        let attempt = try TestedRun(settings: #""webhook": { "url": "\#(server.url)" },"#).unstarted(in: directory)
        try observer(of: attempt.pipeline).runNotStarted(attempt)
        let message = try #require(server.requests.first.flatMap { JSON(bytes: $0.body) })
        #expect(message["status"] == "not_started" && message["exit_status"] == 75 && message["run"] == .null)
    }

    @Test func anInterruptedRunIsNotTold() throws {
        let server = try LoopbackServer { _, _ in .respond(200) }
        try tell(.failed(code: .terminated), webhook: #"{ "url": "\#(server.url)", "on": ["failure", "success"] }"#)
        #expect(server.requests.isEmpty)
    }

    @Test func aServerInTroubleIsAskedAgainAfterLongerPauses() throws {
        let server = try LoopbackServer { _, number in .respond(number < 4 ? 500 : 200) }
        try tell(.failed(), webhook: #"{ "url": "\#(server.url)" }"#)
        #expect(server.requests.count == 4)
        #expect(clock.pauses == [1, 2, 4])
        #expect(log.warnings.isEmpty)
    }

    @Test func aServerThatStaysInTroubleIsGivenUp() throws {
        let server = try LoopbackServer { _, _ in .respond(503, "down") }
        try tell(.failed(), webhook: #"{ "url": "\#(server.url)", "retries": 1 }"#)
        #expect(server.requests.count == 2)
        #expect(log.warnings.count == 1)
        #expect(log.text.contains("\(server.url) answered 503: down, after 2 attempts"))
    }

    @Test func aRefusalIsFinal() throws {
        let server = try LoopbackServer { _, _ in .respond(404) }
        try tell(.failed(), webhook: #"{ "url": "\#(server.url)" }"#)
        #expect(server.requests.count == 1)
        #expect(log.text.contains("answered 404"))
    }

    @Test func aServerThatKeepsSilentIsNotWaitedForLong() throws {
        let server = try LoopbackServer { _, _ in .keepSilent }
        let clock = TestClock.passingWithRequests(to: server)
        try tell(
            .failed(), webhook: #"{ "url": "\#(server.url)", "timeout_seconds": 4.5, "retries": 1 }"#, clock: clock)
        #expect(server.requests.count == 2 && clock.pauses == [1])
        #expect(log.warnings.count == 1 && log.text.contains("did not answer within 4.5"))
    }

    @Test func aStoppedProgramWaitsForNobody() throws {
        let server = try LoopbackServer { _, _ in .keepSilent }
        let isAsked: @Sendable () -> Bool = { !server.requests.isEmpty }
        try tell(.failed(), webhook: #"{ "url": "\#(server.url)", "timeout_seconds": 60 }"#, isCancelled: isAsked)
        try tell(
            .failed(), webhook: #"{ "url": { "secret_env": "HOOK" }, "timeout_seconds": 60 }"#,
            environment: ["HOOK": "\(server.url)/s3cret"], isCancelled: isAsked)
        #expect(server.requests.count == 1 && clock.pauses.isEmpty)
        #expect(
            log.warnings == [
                "warning: webhook: the program was asked to stop before \(server.url) had answered",
                "warning: webhook: the program was asked to stop before the server had answered",
            ])
    }

    @Test func aServerThatIsNotThereIsToldOf() throws {
        let port = try LoopbackServer.freePort()
        try tell(.failed(), webhook: #"{ "url": "http://127.0.0.1:\#(port)", "retries": 2 }"#)
        #expect(clock.pauses == [1, 2])
        #expect(log.warnings.count == 1 && log.text.contains("can't be reached"))
    }

    @Test func secretsAreSentAndNeverShown() throws {
        let server = try LoopbackServer { _, number in number == 1 ? .respond(200) : .respond(404, "no /s3cret here") }
        let webhook = """
            { "url": { "secret_env": "HOOK" }, "headers": { "Authorization": { "secret_env": "TOKEN" } } }
            """
        let environment = ["HOOK": "\(server.url)/s3cret", "TOKEN": "Bearer t0ken"]
        for _ in 0..<2 { try tell(.failed(), webhook: webhook, environment: environment) }
        #expect(server.requests.map(\.target) == ["/s3cret", "/s3cret"])
        #expect(server.requests.first?.headers["authorization"] == "Bearer t0ken")
        #expect(log.warnings == ["warning: webhook: the server answered 404 (1 attempts)"])
        #expect(!log.text.contains("s3cret") && !log.text.contains("t0ken"))
        let config = try TestedRun(settings: "\"webhook\": \(webhook),").resolved(in: directory).config.json.text()
        #expect(config.contains("(secret)") && !config.contains("HOOK"))
    }

    @Test(arguments: [
        ([:], "HOOK: the environment variable is not set"),
        (["HOOK": "nowhere"], "the secret is no address"),
        (
            ["HOOK": "http://127.0.0.1:1/", "TOKEN": "a\r\nX-Evil: 1"],
            "webhook.headers.Authorization: the secret holds"
        ),
    ])
    func secretsThatCanNotBeUsedAreToldOf(environment: [String: String], found: String) throws {
        let webhook = """
            { "url": { "secret_env": "HOOK" }, "headers": { "Authorization": { "secret_env": "TOKEN" } } }
            """
        let all = environment.merging(["TOKEN": "t0ken"]) { stated, _ in stated }
        try tell(.failed(), webhook: webhook, environment: all)
        #expect(log.warnings.count == 1 && log.text.contains(found), "\(log.text)")
        #expect(!log.text.contains("Evil"))
    }
}
