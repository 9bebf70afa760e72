import Foundation
import Pipeline
import Synchronization

/// Notices SIGINT and SIGTERM: the first asks the run to stop at the next safe point, a second ends the process at once.
final class Interruption: Sendable {
    private let received = Atomic<Int32>(0)
    /// The process that signals are handed on to; 0 for none.
    private let child = Atomic<Int32>(0)

    /// Watches from now on, for as long as the process lives.
    func watch() -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in
                let isSecond = received.exchange(number, ordering: .relaxed) != 0
                let child = child.load(ordering: .relaxed)
                if child != 0 { kill(child, number) }
                if isSecond { _exit(128 + number) }
                StandardError.write("mercer: stopping at the next safe point; once more to stop at once\n")
            }
            // Until the source's own handler stands, a signal ends the process as it always does. To ignore the signal here
            // would race with that handler, which is installed on another thread, and children would inherit it.
            source.resume()
            return source
        }
    }

    /// Hands signals on to a process while `body` waits for it; one that came before it started too.
    func handingOn<Result>(to process: pid_t, while body: () -> Result) -> Result {
        child.store(process, ordering: .relaxed)
        defer { child.store(0, ordering: .relaxed) }
        let earlier = received.load(ordering: .relaxed)
        if earlier != 0 { kill(process, earlier) }
        return body()
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
