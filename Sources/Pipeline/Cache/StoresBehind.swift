import LinearAlgebra
import Synchronization

/// The one entry that is on its way into the cache while the run goes on.
///
/// What changes or reads the cache next waits for it, so entries are made one after the other, in the order in which the run
/// asked for them.
final class StoresBehind: Sendable {
    private let current = Mutex<BackgroundWork<Void>?>(nil)

    /// Begins to store when what was begun before has ended.
    ///
    /// - Throws: what kept the one before from being stored.
    func begin(_ store: @escaping @Sendable () throws -> Void) throws {
        try finish()
        current.withLock { $0 = BackgroundWork(store) }
    }

    /// Waits until nothing is on its way any more.
    ///
    /// - Throws: what kept it from being stored; once.
    func finish() throws {
        try current.withLock { work in
            defer { work = nil }
            try work?.take()
        }
    }
}
