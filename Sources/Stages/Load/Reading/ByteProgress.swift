import Synchronization

/// Counts the bytes of all files that have been parsed, and tells.
final class ByteProgress: Sendable {
    /// Told how many bytes of how many are done, from any thread.
    typealias Listener = @Sendable (_ completed: Int, _ total: Int) -> Void

    private let completed = Atomic<Int>(0)
    private let total: Int
    private let listener: Listener?

    init(total: Int, listener: Listener?) {
        self.total = total
        self.listener = listener
    }

    func add(_ byteCount: Int) {
        let now = completed.add(byteCount, ordering: .relaxed).newValue
        listener?(min(now, total), total)
    }
}
