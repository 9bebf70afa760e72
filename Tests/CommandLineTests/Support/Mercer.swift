import Foundation
import Pipeline

/// The real program, run as a user runs it.
struct Mercer {
    struct Ending {
        let code: Int32
        let output: String
        let errors: String

        /// Standard output as JSON; null when it is none.
        var json: JSON {
            JSONParser.parse([UInt8](output.utf8), path: "standard output", diagnostics: Diagnostics())?.json ?? .null
        }
    }

    /// The repository's root, found from this file.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static var executable: URL { root.appendingPathComponent(".build/release/mercer") }

    /// Runs `mercer` with arguments; `environment` is added to this process's.
    static func run(
        _ arguments: [String], in directory: URL = root, environment: [String: String] = [:]
    ) throws -> Ending {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        let folder = try Workdir()
        let files = try ["out", "err"].map { name in
            let url = folder.url.appendingPathComponent(name)
            try Data().write(to: url)
            return (url, try FileHandle(forWritingTo: url))
        }
        process.standardOutput = files[0].1
        process.standardError = files[1].1
        try process.run()
        process.waitUntilExit()
        return Ending(
            code: process.terminationStatus, output: try String(contentsOf: files[0].0, encoding: .utf8),
            errors: try String(contentsOf: files[1].0, encoding: .utf8))
    }
}

/// A directory of a test's own, removed with it.
final class Workdir {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("mercer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var path: String { url.path }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Data(text.utf8), to: name)
    }

    @discardableResult
    func write(_ data: Data, to name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file.path
    }

    func json(_ name: String) throws -> JSON {
        let bytes = [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
        return JSONParser.parse(bytes, path: name, diagnostics: Diagnostics())?.json ?? .null
    }
}
