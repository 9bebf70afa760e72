import DurableFiles
import Foundation
import Pipeline
import Synchronization

/// The one JSON object that `--output json` prints for a run, from the moment the run has an id.
///
/// The program prints it when the run has ended. Where a second signal ends the process before, the thread that received it does;
/// whoever is first takes it, so that it is printed once.
final class RunAnswer: RunObserver {
    private enum State {
        case noRun
        case running(id: String)
        case ended(JSON)
        case taken
    }

    private let state = Mutex(State.noRun)
    private let isPrinted = Atomic<Bool>(false)

    /// How long the end of the process waits for a reader of standard output.
    private static let patienceMilliseconds = 1_000

    func runStarted(_ id: String) {
        state.withLock { $0 = .running(id: id) }
    }

    func runEnded(_ run: EndedRun) {
        let answer = run.result.json
        state.withLock { if case .running = $0 { $0 = .ended(answer) } }
    }

    /// Prints the result of a run that has ended.
    ///
    /// - Throws: `FileError` when standard output is full or closed.
    func print() throws(FileError) {
        switch take() {
        case .noRun, .running: break
        case .ended(let answer):
            defer { isPrinted.store(true, ordering: .releasing) }
            try StandardOutput.write(answer.text() + "\n")
        case .taken:
            // A second signal is saying it, and ends the process with its own code.
            while true { usleep(1_000) }
        }
    }

    /// Prints what there is to say of a run that ends here and now, or lets who is printing it come to an end.
    func printBeforeTheEnd() {
        switch take() {
        case .noRun: break
        case .running(let id):
            let answer = RunResult.json(run: id, status: RunState.killed.rawValue, error: Self.cause)
            StandardOutput.write(answer.text() + "\n", withinMilliseconds: Self.patienceMilliseconds)
        case .ended(let answer):
            StandardOutput.write(answer.text() + "\n", withinMilliseconds: Self.patienceMilliseconds)
        case .taken:
            for _ in 0..<Self.patienceMilliseconds where !isPrinted.load(ordering: .acquiring) { usleep(1_000) }
        }
    }

    private static let cause =
        "ended at once by a second signal; what was finished is stored, and the next run goes on from there"

    private func take() -> State {
        state.withLock { state in
            defer { if case .noRun = state {} else { state = .taken } }
            return state
        }
    }
}
