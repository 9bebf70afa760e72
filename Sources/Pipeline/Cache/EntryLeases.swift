import DurableFiles
import Foundation
import Synchronization

/// The locks this process holds on entries of the cache, so that no other removes what it reads or goes on writing.
///
/// They go with the process, or when they are given back.
final class EntryLeases: Sendable {
    private struct Lease {
        let lock: PathLock
        let kind: PathLock.Kind
    }

    private let held = Mutex<[String: Lease]>([:])

    /// An entry belongs to its maker alone for the moment in which it gets its name.
    private static let attempts = 50
    private static let pauseMicroseconds: UInt32 = 1_000

    /// Holds an entry with others who read it.
    ///
    /// - Returns: false where there is none, or somebody has it alone.
    func share(_ directory: String) -> Bool {
        held.withLock { $0[directory] != nil } || take(directory, .shared)
    }

    /// Holds an entry with nobody else.
    ///
    /// - Returns: false where there is none, or somebody else holds it.
    func takeAlone(_ directory: String) -> Bool {
        let (isAlone, former) = held.withLock { held -> (Bool, PathLock.Kind?) in
            // A lock on what another run has put something else in place of since is none.
            if let lease = held[directory], lease.kind == .exclusive, lease.lock.isInPlace { return (true, nil) }
            return (false, held.removeValue(forKey: directory)?.kind)
        }
        if isAlone || take(directory, .exclusive) { return true }
        if former != nil { _ = take(directory, .shared) }
        return false
    }

    func release(_ directory: String) {
        held.withLock { $0[directory] = nil }
    }

    /// Gives back all but what is still used.
    func releaseAll(except used: Set<String>) {
        held.withLock { held in held = held.filter { used.contains($0.key) } }
    }

    private func take(_ directory: String, _ kind: PathLock.Kind) -> Bool {
        for _ in 0..<Self.attempts {
            if let lock = PathLock(directory, kind) {
                held.withLock { $0[directory] = Lease(lock: lock, kind: kind) }
                return true
            }
            guard FileManager.default.fileExists(atPath: directory) else { return false }
            usleep(Self.pauseMicroseconds)
        }
        return false
    }
}
