import Foundation
import Pipeline
import Synchronization

/// Notices SIGINT and SIGTERM: the first asks the run to stop at the next safe point, a second ends the process at once.
final class Interruption: Sendable {
    private let received = Atomic<Int32>(0)

    /// Watches from now on, for as long as the process lives.
    func watch() -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in
                if received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
                StandardError.write("mercer: stopping at the next safe point; once more to stop at once\n")
            }
            source.resume()
            // Only now: until the source listens, a signal ends the process as it always does.
            signal(number, SIG_IGN)
            return source
        }
    }

    /// The exit status the signal asks for; nil while there was none.
    var requested: ExitStatus? {
        switch received.load(ordering: .relaxed) {
        case 0: nil
        case SIGTERM: .terminated
        default: .interrupted
        }
    }
}
