import LinearAlgebra
import Logging
import Pipeline

extension RunContext {
    /// A context that tells nobody.
    public static func forTest(threads: Int = 1) -> RunContext {
        BLASRuntime.useSingleThread()
        return RunContext(
            pool: WorkerPool(threadCount: threads), seed: 7, asOf: nil,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, progress: SilentProgress(),
            isCancelled: { false })
    }
}
