import Foundation
import Pipeline
import Synchronization

/// Notices SIGINT and SIGTERM: the first asks the run to stop at the next safe point, a second ends the process at once.
final class Interruption: Sendable {
    private let received = Atomic<Int32>(0)

    /// Watches from now on, for as long as the process lives.
    func watch() -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in
                if received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
                StandardError.write("mercer: stopping at the next safe point; once more to stop at once\n")
            }
            source.resume()
            return source
        }
    }

    var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

    /// The exit code of a run that was interrupted.
    var exitCode: ExitStatus { received.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted }
}
