import Foundation

/// A directory of a test's own, removed when the test lets go of it.
public final class TemporaryDirectory {
    public let path: String

    public init() throws {
        path = NSTemporaryDirectory() + "mercer-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    public func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    public func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    public func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    }

    public func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    /// Replaces the first occurrence of a text that must be there.
    public func replace(_ old: String, with new: String, in name: String) throws {
        let text = try text(name)
        guard let range = text.range(of: old) else { throw TextNotFound(text: old, file: name) }
        try write(text.replacingCharacters(in: range, with: new), to: name)
    }

    public struct TextNotFound: Error {
        public let text: String
        public let file: String
    }
}
