import DurableFiles
import LinearAlgebra
import Synchronization

/// The one entry that is on its way into the cache while the run goes on.
///
/// What changes or reads the cache next waits for it, so entries are made one after the other, in the order in which the run
/// asked for them.
final class StoresBehind: Sendable {
    private struct State {
        var work: BackgroundWork<Void>?
        /// What kept a store from ending well, until somebody is told.
        var failure: (any Error)?

        mutating func settle() {
            do { try work.take()?.take() } catch { failure = failure ?? error }
        }
    }

    private let state = Mutex(State())

    /// Begins to store when what was begun before has ended. What the file system keeps from being stored is tried once more, in
    /// files of its own.
    ///
    /// - Throws: what kept the one before from being stored; this one is on its way all the same.
    func begin(_ store: @escaping @Sendable () throws -> Void) throws {
        let failure = state.withLock { state in
            state.settle()
            state.work = BackgroundWork {
                do { try store() } catch is FileError { try store() }
            }
            return state.failure.take()
        }
        if let failure { throw failure }
    }

    /// Waits until nothing is on its way any more; what kept it from being stored is thrown by `finish()` or the next store.
    func settle() { state.withLock { $0.settle() } }

    /// Waits until nothing is on its way any more.
    ///
    /// - Throws: what kept it from being stored; once.
    func finish() throws {
        let failure = state.withLock { state in
            state.settle()
            return state.failure.take()
        }
        if let failure { throw failure }
    }
}
