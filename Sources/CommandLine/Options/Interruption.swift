import Foundation
import Pipeline
import Synchronization

/// Notices SIGINT and SIGTERM: the first asks the run to stop at the next safe point, a second ends the process at once.
///
/// While runs are other processes, signals are handed on to the one in progress. It answers a second one itself, and what is to be
/// said of all of them is said after its end; only a third does not wait for that.
final class Interruption: Sendable {
    private let received = Atomic<Int32>(0)
    private let count = Atomic<Int>(0)
    /// The process that signals are handed on to; 0 for none.
    private let child = Atomic<Int32>(0)
    private let isHandingOn = Atomic<Bool>(false)
    private let lastWords = Mutex<@Sendable () -> Void>({})

    /// Watches from now on, for as long as the process lives.
    func watch() -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in handle(number) }
            // Until the source's own handler stands, a signal ends the process as it always does. To ignore the signal here
            // would race with that handler, which is installed on another thread, and children would inherit it.
            source.resume()
            return source
        }
    }

    /// States what is said before a second signal ends the process. It is said on a thread of its own, and waits for nobody.
    func beforeTheEnd(_ say: @escaping @Sendable () -> Void) {
        lastWords.withLock { $0 = say }
    }

    /// From now on the work is done by processes that `handingOn` waits for.
    func expectChildren() { isHandingOn.store(true, ordering: .relaxed) }

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

    private func handle(_ number: Int32) {
        received.store(number, ordering: .relaxed)
        let count = count.add(1, ordering: .relaxed).newValue
        let mostSignals = isHandingOn.load(ordering: .relaxed) ? 2 : 1
        let child = child.load(ordering: .relaxed)
        if child != 0 { kill(child, count > mostSignals ? SIGKILL : number) }
        if count > mostSignals {
            lastWords.withLock { $0 }()
            _exit(128 + number)
        }
        if count == 1 { StandardError.write("mercer: stopping at the next safe point; once more to stop at once\n") }
    }
}
