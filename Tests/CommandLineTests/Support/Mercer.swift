import Foundation
import Pipeline
import Testing

/// The real program, run as a user runs it.
struct Mercer {
    struct Ending {
        let code: Int32
        /// Whether a signal ended it, rather than the program itself.
        let wasSignalled: Bool
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
        try start(arguments, in: directory, environment: environment).ending()
    }

    /// Starts `mercer`, and leaves it to itself.
    ///
    /// - Parameters:
    ///   - output: what takes the place of the file that standard output is kept in; nil for that.
    ///   - errors: the same for standard error.
    static func start(
        _ arguments: [String], in directory: URL = root, environment: [String: String] = [:], output: Pipe? = nil,
        errors: Pipe? = nil
    ) throws -> Running {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        let folder = try Workdir()
        for name in ["out", "err"] { try folder.write("", to: name) }
        process.standardOutput =
            try output?.fileHandleForWriting ?? FileHandle(forWritingTo: folder.url.appendingPathComponent("out"))
        process.standardError =
            try errors?.fileHandleForWriting ?? FileHandle(forWritingTo: folder.url.appendingPathComponent("err"))
        try process.run()
        return Running(process: process, folder: folder)
    }

    /// A pipe whose reader is gone.
    static func abandonedPipe() throws -> Pipe {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        return pipe
    }

    /// A program that was started and may still run.
    struct Running {
        let process: Process
        fileprivate let folder: Workdir

        /// What it has written to standard error so far.
        var errors: String { text("err") }

        /// Waits for `condition`, as long as the program runs. That it takes minutes is an issue: machines that are busy with
        /// other tests are slow, not that slow.
        func wait(sourceLocation: SourceLocation = #_sourceLocation, until condition: () -> Bool) {
            let patience = ContinuousClock.now + .seconds(180)
            while process.isRunning, !condition() {
                guard ContinuousClock.now < patience else {
                    Issue.record("waited in vain; it says: \(errors)", sourceLocation: sourceLocation)
                    return
                }
                usleep(5_000)
            }
        }

        func signal(_ number: Int32) {
            kill(process.processIdentifier, number)
        }

        /// Waits for its end. A program that a signal ended has the signal's number as its code.
        func ending() -> Ending {
            process.waitUntilExit()
            return Ending(
                code: process.terminationStatus, wasSignalled: process.terminationReason == .uncaughtSignal,
                output: text("out"), errors: text("err"))
        }

        private func text(_ name: String) -> String {
            FileManager.default.contents(atPath: folder.path(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
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
