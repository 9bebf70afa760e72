import Dispatch
import Foundation

/// A directory of its own that goes when its owner does, or when the suite is interrupted.
final class TemporaryFolder {
    let path: String

    /// Holds all folders of this process, so that they can go at once.
    private static var root: URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("mercer-bench-\(getpid())")
    }

    init() throws {
        path = Self.root.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Removes the folders and ends the process when it is interrupted or terminated: the largest event log takes 2 GB.
    ///
    /// - Returns: what must be kept for as long as that holds.
    static func removeWhenInterrupted() -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                removeAll()
                exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    static func removeAll() {
        try? FileManager.default.removeItem(at: root)
    }
}
