import Foundation
import Pipeline

/// One command of a config: started, given its input, listened to, and ended when its time is over.
///
/// It runs in a process group of its own, so that what it started ends with it. What outlives the command and keeps its
/// standard output open is not waited for.
struct ChildCommand {
    enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case tookTooLong(seconds: Double)
        case cancelled
    }

    private let command: HookCommand
    private let environment: [String: String]
    private let input: [UInt8]
    private let seconds: Double
    private let isCancelled: () -> Bool

    /// From SIGTERM to SIGKILL.
    static let graceSeconds = 5.0

    init(
        _ command: HookCommand, environment: [String: String], input: [UInt8], seconds: Double,
        isCancelled: @escaping () -> Bool
    ) {
        self.command = command
        self.environment = environment
        self.input = input
        self.seconds = seconds
        self.isCancelled = isCancelled
    }

    /// Returns at most `seconds` and `graceSeconds` later.
    ///
    /// - Parameter onLine: told of each line it prints, while it runs.
    /// - Throws: `SpawnError` where it can't be started.
    func run(onLine: (String) -> Void) throws(SpawnError) -> Ending {
        let process = try SpawnedProcess([command.program] + command.arguments, environment: environment)
        var lines = OutputLines()
        var remaining = input[...]
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            process.exchange(input: &remaining, waitingMilliseconds: 20) { lines.append($0).forEach(onLine) }
            if let ending = process.ending {
                process.exchange(input: &remaining, waitingMilliseconds: 0) { lines.append($0).forEach(onLine) }
                lines.last.map(onLine)
                return ending
            }
            let isOver = ContinuousClock.now >= deadline
            if isOver || isCancelled() {
                process.end(within: Self.graceSeconds) { lines.append($0).forEach(onLine) }
                lines.last.map(onLine)
                return isOver ? .tookTooLong(seconds: seconds) : .cancelled
            }
        }
    }
}

/// What a command prints, line by line, as much of it as a log should hold.
struct OutputLines {
    private static let mostBytes = 16 << 10

    private var unfinished: [UInt8] = []
    private var taken = 0
    private var isFull: Bool { taken >= Self.mostBytes }

    /// - Returns: the lines that are complete now.
    mutating func append(_ bytes: ArraySlice<UInt8>) -> [String] {
        guard !isFull else { return [] }
        taken += bytes.count
        unfinished += bytes
        var parts = unfinished.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        unfinished = Array(parts.removeLast())
        let lines = parts.map { String(decoding: $0, as: UTF8.self) }
        return isFull ? lines + ["(what it printed after these \(taken) bytes is left out)"] : lines
    }

    /// A last line without a line break; nil where there is none.
    var last: String? {
        unfinished.isEmpty || isFull ? nil : String(decoding: unfinished, as: UTF8.self)
    }
}
