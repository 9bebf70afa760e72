import Foundation
import Logging
import Pipeline

/// Starts the site's `on_failure` or `on_success` command when a run has ended.
///
/// The run's result is the command's standard input, its facts are in the environment, and what it prints goes to the log.
/// That it can't be started, fails or takes too long is told there too, and changes nothing of the run.
public struct CommandObserver: RunObserver {
    private let settings: NotificationSettings
    private let log: Logger
    private let environment: [String: String]
    /// Becomes true when the program is asked to stop: a command in progress is then ended.
    private let isCancelled: @Sendable () -> Bool

    public init(
        _ settings: NotificationSettings, log: Logger,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.settings = settings
        self.log = log
        self.environment = environment
        self.isCancelled = isCancelled
    }

    public func runEnded(_ run: EndedRun) { tell(RunNotice(run)) }
    public func runNotStarted(_ attempt: UnstartedRun) { tell(RunNotice(attempt)) }

    private func tell(_ notice: RunNotice) {
        guard let outcome = notice.outcome, let command = settings.command(for: outcome) else { return }
        let key = "on_\(outcome.rawValue)"
        let child = ChildCommand(
            command, environment: environment.merging(Self.environment(of: notice)) { _, new in new },
            input: [UInt8]((notice.result.text() + "\n").utf8), seconds: settings.commandTimeoutSeconds,
            isCancelled: isCancelled)
        do {
            let ending = try child.run { line in log.info("\(key): \(line)") }
            if let failure = ending.failure(of: command.program) { log.warning("\(key): \(failure)") }
        } catch {
            log.warning("\(key): \(error)")
        }
    }

    /// What has no value is empty, so that a script may rely on the names.
    static func environment(of notice: RunNotice) -> [String: String] {
        [
            "MERCER_RUN": notice.run ?? "", "MERCER_STATUS": notice.status,
            "MERCER_EXIT_STATUS": String(notice.exitCode.rawValue), "MERCER_PIPELINE": notice.pipeline,
            "MERCER_CONFIG": notice.config, "MERCER_REPORT": notice.report ?? "",
        ]
    }
}

extension ChildCommand.Ending {
    /// What went wrong, in words; nil where nothing did.
    fileprivate func failure(of program: String) -> String? {
        switch self {
        case .exited(0): nil
        case .exited(let code): "\(program) ended with \(code)"
        case .signalled(let number): "\(program) was ended by signal \(number)"
        case .tookTooLong(let seconds): "\(program) was ended, it took longer than \(JSON.double(seconds).text()) s"
        case .cancelled: "\(program) was ended, the program was asked to stop"
        }
    }
}
