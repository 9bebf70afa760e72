import Foundation
import Observers
import Pipeline
import Synchronization
import TestSupport
import Testing

/// What commands of a config are told, and that nothing they do holds a run up.
@Suite struct CommandObserverTests {
    private let directory: TemporaryDirectory
    private let log = CollectedLog()

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// The settings that start `script` with the shell.
    private func settings(_ key: String, _ script: String, seconds: Double = 30) -> String {
        let words: JSON = ["/bin/sh", "-c", .string(script)]
        return "\"\(key)\": \(words.text()), \"command_timeout_seconds\": \(seconds),"
    }

    fileprivate static let stoppedCodes: [Pipeline.ExitStatus] = [.interrupted, .terminated]

    /// Off when it is asked for the first time, on from then.
    private final class Switch: Sendable {
        private let isOn = Atomic(false)
        func wasOn() -> Bool { isOn.exchange(true, ordering: .relaxed) }
    }

    private func observer(_ run: EndedRun, isCancelled: @escaping @Sendable () -> Bool = { false }) -> CommandObserver {
        CommandObserver(run.pipeline.config.notifications, log: log.logger, isCancelled: isCancelled)
    }

    private func tell(_ run: TestedRun) throws {
        let ended = try run.ended(in: directory)
        observer(ended).runEnded(ended)
    }

    @Test func aFailureIsToldWithItsResultAndItsFacts() throws {
        let script =
            "cat > \(directory.file("input")); env | grep -E '^MERCER_(RUN|STATUS|EXIT_STATUS|PIPELINE|CONFIG|REPORT)=' | sort > \(directory.file("environment"))"
        try tell(.failed(settings("on_failure", script), error: "no \"rows\""))
        let result = try #require(JSON(bytes: directory.bytes("input")))
        #expect(result.members?.map(\.name) == ["run", "status", "selected", "metrics", "report", "bundle", "error"])
        #expect(result["error"] == "no \"rows\"" && result["status"] == "failed")
        #expect(
            try directory.text("environment") == """
                MERCER_CONFIG=shop
                MERCER_EXIT_STATUS=65
                MERCER_PIPELINE=recommend
                MERCER_REPORT=/srv/runs/\(TestedRun.id)/report.html
                MERCER_RUN=\(TestedRun.id)
                MERCER_STATUS=failed

                """)
        #expect(log.lines.isEmpty)
    }

    /// A program that ignores the signal of a closed pipe must not make its commands ignore it.
    @Test func aCommandStartsWithTheSignalOfAClosedPipe() throws {
        let before = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, before) }
        try tell(.failed(settings("on_failure", "grep SigIgn: /proc/self/status > \(directory.file("ignored"))")))
        let line = try directory.text("ignored").trimmingCharacters(in: .whitespacesAndNewlines)
        let ignored = try #require(line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) })
        #expect(ignored & 1 << UInt64(SIGPIPE - 1) == 0, "\(line)")
    }

    @Test func eachOutcomeHasItsCommand() throws {
        let both = settings("on_failure", "echo failure") + #""on_success": ["echo", "success"],"#
        try tell(.failed(both))
        try tell(TestedRun(settings: both))
        #expect(log.lines == ["info: on_failure: failure", "info: on_success: success"])
    }

    @Test func aRunThatCouldNotStartIsAFailure() throws {
        let attempt = try TestedRun(
            settings: settings("on_failure", "echo $MERCER_EXIT_STATUS $MERCER_STATUS [$MERCER_RUN]; cat")
        )
        .unstarted(in: directory)
        CommandObserver(attempt.pipeline.config.notifications, log: log.logger, isCancelled: { false })
            .runNotStarted(attempt)
        #expect(log.lines.first == "info: on_failure: 75 not_started []")
        #expect(log.lines.last?.contains(#""run":null,"status":"not_started""#) == true)
    }

    @Test(arguments: CommandObserverTests.stoppedCodes)
    func aRunThatSomebodyStoppedIsNotTold(code: Pipeline.ExitStatus) throws {
        try tell(
            TestedRun.failed(settings("on_failure", "echo told") + #""on_success": ["echo", "told"],"#, code: code))
        #expect(log.lines.isEmpty)
    }

    @Test func aCommandThatFailsIsToldOf() throws {
        try tell(.failed(settings("on_failure", "echo broken >&2; exit 3")))
        #expect(log.lines == ["info: on_failure: broken", "warning: on_failure: /bin/sh ended with 3"])
    }

    @Test func aProgramThatIsNotThereIsToldOf() throws {
        try tell(.failed(#""on_failure": ["./absent"],"#))
        let path = directory.file("absent")
        #expect(log.warnings.count == 1)
        #expect(log.text.contains("\(path) can't be started: No such file or directory"), "relative to the config")
    }

    @Test func aCommandThatTakesTooLongIsEndedWithAllItStarted() throws {
        let pid = directory.file("pid")
        try tell(.failed(settings("on_failure", "sleep 600 & echo $! > \(pid); echo waiting; wait", seconds: 2.5)))
        #expect(
            log.lines == [
                "info: on_failure: waiting", "warning: on_failure: /bin/sh was ended, it took longer than 2.5 s",
            ])
        let sleeper = try #require(Int(directory.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
        let patience = ContinuousClock.now + .seconds(60)
        while isAlive(sleeper), ContinuousClock.now < patience { usleep(10_000) }
        #expect(!isAlive(sleeper))
    }

    /// Neither gone nor waiting to be forgotten. A signal takes its time to reach a process on a busy machine.
    private func isAlive(_ process: Int) -> Bool {
        let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8).split(separator: " ")[2]
        return state != nil && state != "Z"
    }

    /// A shell that ignores SIGTERM is killed after a while.
    @Test func aCommandThatWillNotEndIsKilled() throws {
        try tell(.failed(settings("on_failure", "trap '' TERM; while :; do sleep 0.05; done", seconds: 0.1)))
        #expect(log.warnings.count == 1 && log.text.contains("took longer than 0.1 s"))
    }

    @Test func aCommandInProgressEndsWhenTheProgramIsAskedToStop() throws {
        let asked = Switch()
        let ended = try TestedRun.failed(settings("on_failure", "echo started; sleep 600")).ended(in: directory)
        observer(ended, isCancelled: { asked.wasOn() }).runEnded(ended)
        #expect(log.warnings == ["warning: on_failure: /bin/sh was ended, the program was asked to stop"])
    }

    /// What is written to a program that has closed its input would end this one, if nobody cared.
    @Test func aCommandNeedNotReadItsInput() throws {
        let long = String(repeating: "x", count: 1 << 20)
        try tell(.failed(settings("on_failure", "exec 0<&-; sleep 0.2; echo done"), error: long))
        #expect(log.lines == ["info: on_failure: done"])
    }

    @Test func aLongInputArrivesWhole() throws {
        let long = String(repeating: "x", count: 1 << 20)
        try tell(.failed(settings("on_failure", "cat > \(directory.file("input"))"), error: long))
        #expect(try JSON(bytes: directory.bytes("input"))?["error"]?.stringValue == long)
    }

    @Test func aDaemonThatKeepsTheOutputOpenIsNotWaitedFor() throws {
        let pid = directory.file("pid")
        try tell(.failed(settings("on_failure", "sleep 600 & echo $! > \(pid); echo done")))
        #expect(log.lines == ["info: on_failure: done"], "not ended for taking too long")
        let sleeper = try #require(Int32(directory.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
        kill(sleeper, SIGKILL)
    }

    @Test func aFloodOfOutputIsCutShort() throws {
        try tell(.failed(settings("on_failure", "yes | head -c 3000000; echo last")))
        #expect(log.lines.count < 100_000)
        #expect(log.lines.last?.contains("is left out") == true)
    }
}
