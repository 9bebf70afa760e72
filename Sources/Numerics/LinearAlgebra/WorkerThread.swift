import Foundation

/// A thread that runs one worker of a loop. Joining it means that it holds the worker's closure no longer, which
/// Foundation's `Thread` cannot promise.
struct WorkerThread {
    private final class Start: Sendable {
        let workerIndex: Int
        let work: @Sendable (Int) -> Void

        init(workerIndex: Int, work: @escaping @Sendable (Int) -> Void) {
            self.workerIndex = workerIndex
            self.work = work
        }
    }

    private let thread: pthread_t

    /// Starts the thread; nil when the system refuses one more, in which case the other workers do its share.
    init?(workerIndex: Int, work: @escaping @Sendable (Int) -> Void) {
        let start = Unmanaged.passRetained(Start(workerIndex: workerIndex, work: work))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                let start = Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
                start.work(start.workerIndex)
                return nil
            }, start.toOpaque())
        guard status == 0 else {
            start.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits until the worker is done.
    func join() {
        pthread_join(thread, nil)
    }
}
