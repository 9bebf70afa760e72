import Foundation
import Logging
import Pipeline

/// Sends the result of a run that has ended to the site's webhook.
///
/// One POST with a JSON object, sent again where the server can't be reached, is late, or says that it may answer otherwise
/// later. A receiver that must act once tells repeated messages by their `run`. That it could not be delivered is told in the log
/// and changes nothing of the run. Nothing is sent or waited for any more once the program is asked to stop.
public struct WebhookObserver: RunObserver {
    private let settings: WebhookSettings
    private let log: Logger
    private let environment: [String: String]
    private let client: HTTPClient

    static let firstPauseSeconds = 1.0

    /// - Parameter isCancelled: becomes true when the program is asked to stop.
    public init(
        _ settings: WebhookSettings, log: Logger,
        environment: [String: String] = ProcessInfo.processInfo.environment, clock: WaitingClock = .system,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.settings = settings
        self.log = log
        self.environment = environment
        client = HTTPClient(
            timeoutSeconds: settings.timeoutSeconds,
            retries: RetryPolicy(attempts: settings.retries + 1, firstPauseSeconds: Self.firstPauseSeconds),
            clock: clock, isCancelled: isCancelled)
    }

    public func runEnded(_ run: EndedRun) { tell(RunNotice(run)) }
    public func runNotStarted(_ attempt: UnstartedRun) { tell(RunNotice(attempt)) }

    private func tell(_ notice: RunNotice) {
        guard let outcome = notice.outcome, settings.outcomes.contains(outcome) else { return }
        do throws(WebhookFailure) {
            let request = try request(telling: notice)
            do throws(HTTPError) {
                _ = try client.send(request)
            } catch {
                throw settings.url.isSecret ? .ofSecretAddress(error) : .delivery(error)
            }
            log.info("webhook: told of the run")
        } catch {
            log.warning("webhook: \(error)")
        }
    }

    private func request(telling notice: RunNotice) throws(WebhookFailure) -> HTTPRequest {
        do throws(InputError) {
            var request = HTTPRequest(
                .post, try settings.url.read(environment: environment), json: notice.message, isRepeatable: true)
            for (name, stated) in settings.headers {
                let value = try stated.read(environment: environment)
                guard WebhookSettings.isFieldValue(value) else {
                    throw InputError(
                        path: "webhook.headers.\(name)", found: "the secret holds a line break or a control character",
                        remedy: "keep the value alone in it")
                }
                request.headers.append((name, value))
            }
            return request
        } catch {
            throw .missingSecret(error)
        }
    }
}

/// Why a webhook was not told.
private enum WebhookFailure: Error, CustomStringConvertible {
    case missingSecret(InputError)
    case delivery(HTTPError)
    /// Neither the address nor the server's answer, which may repeat it, may be shown.
    case ofSecretAddress(HTTPError)

    var description: String {
        switch self {
        case .missingSecret(let error): "\(error)"
        case .delivery(let error): "\(error)"
        case .ofSecretAddress(.invalidAddress):
            "the secret is no address that starts with http:// or https://"
        case .ofSecretAddress(.refused(_, let status, _, let attempts)):
            "the server answered \(status) (\(attempts) attempts)"
        case .ofSecretAddress(.timedOut(_, let seconds, let attempts)):
            "the server did not answer within \(seconds) seconds (\(attempts) attempts)"
        case .ofSecretAddress(.unreachable(_, let cause, let attempts)):
            "the server can't be reached: \(cause) (\(attempts) attempts)"
        case .ofSecretAddress(.cancelled): "the program was asked to stop before the server had answered"
        case .ofSecretAddress: "the server's answer can't be used"
        }
    }
}

extension RunNotice {
    /// The object that `--output json` prints, and what tells runs apart where it is read.
    fileprivate var message: JSON {
        .object(
            (result.members ?? []) + [
                .init("pipeline", .string(pipeline)), .init("config", .string(config)),
                .init("exit_status", .integer(Int(exitCode.rawValue))),
                .init("started", .string(Instant.text(started))),
                .init("ended", .string(Instant.text(ended))),
            ])
    }
}
