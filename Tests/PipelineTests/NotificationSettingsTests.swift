import Pipeline
import Testing

/// The keys of a config that say whom to tell.
@Suite struct NotificationSettingsTests {
    private func config(_ members: String) -> String {
        Documents.config.replacing(#""workspace": "artifacts","#, with: "\(members),")
    }

    private func settings(_ members: String, at site: Site) throws -> NotificationSettings {
        try site.resolve(Documents.pipeline, config(members)).config.notifications
    }

    @Test func aProgramWithASlashIsRelativeToTheConfig() throws {
        let site = try Site()
        let stated = try settings(#""on_failure": ["./page.sh", "./a b"], "on_success": ["logger", "done"]"#, at: site)
        #expect(stated.command(for: .failure)?.program == site.path("page.sh"))
        #expect(stated.command(for: .failure)?.arguments == ["./a b"], "arguments are passed as they are")
        #expect(stated.command(for: .success)?.program == "logger", "a name is looked for in PATH")
        #expect(stated.commandTimeoutSeconds == 30)
    }

    @Test(
        arguments: [
            (Int32(0), RunOutcome.success), (2, .failure), (65, .failure), (66, .failure), (69, .failure),
            (70, .failure),
            (74, .failure), (75, .failure), (130, nil), (143, nil),
        ] as [(Int32, RunOutcome?)])
    func everyCodeIsASuccessAFailureOrNeither(code: Int32, outcome: RunOutcome?) throws {
        let status = Pipeline.ExitStatus(rawValue: code)
        let known = try #require(status)
        #expect(RunOutcome(known) == outcome)
    }

    @Test func aWebhookTellsOfFailuresUnlessItSaysOtherwise() throws {
        let webhook = try #require(
            settings(#""webhook": { "url": "https://example.com/h" }"#, at: try Site()).webhook)
        #expect(webhook.outcomes == [.failure])
        #expect(webhook.timeoutSeconds == 10 && webhook.retries == 3 && webhook.headers.isEmpty)
    }

    @Test(arguments: [
        (
            #""on_failure": []"#,
            "config.on_failure: expected a program and its arguments, found a list without a program"
        ),
        (#""on_failure": "mail me""#, #"config.on_failure: expected a list, found the string "mail me""#),
        (#""on_failure": ["mail", 1]"#, "config.on_failure.1: expected a string, found the number 1"),
        (#""on_failur": ["mail"]"#, #"unknown key "on_failur"; did you mean "on_failure"?"#),
        (#""command_timeout_seconds": 0"#, "config.command_timeout_seconds: expected from 0.1 to 600"),
        (#""webhook": {}"#, #"config.webhook: the key "url" is missing"#),
        (#""webhook": { "url": "example.com" }"#, "config.webhook.url: expected an address that starts with http://"),
        (
            #""webhook": { "url": "https://e.com", "on": ["failed"] }"#,
            #"config.webhook.on.0: unknown value "failed"; one of: failure, success"#
        ),
        (
            #""webhook": { "url": "https://e.com", "retries": 9 }"#,
            "config.webhook.retries: expected from 0 to 5, found 9"
        ),
        (
            #""webhook": { "url": "https://e.com", "headers": { "X Y": "1" } }"#,
            #"config.webhook.headers.X Y: "X Y" is no name of a header field"#
        ),
        (
            #""webhook": { "url": "https://e.com", "headers": { "X": "a\nb" } }"#,
            "config.webhook.headers.X: a header field holds no line breaks"
        ),
        (
            #""webhook": { "url": { "secret": "s3cret" } }"#,
            #"config.webhook.url: expected {"secret_env": "NAME"} or {"secret_file": "PATH"}, found something else"#
        ),
    ])
    func mistakesAreToldWithTheirPlace(members: String, expected: String) throws {
        let problems = try Site().problems(Documents.pipeline, config(members))
        #expect(problems.count == 1)
        #expect(problems.first?.contains(expected) == true, "\(problems)")
        #expect(!problems.joined().contains("s3cret"))
    }
}
