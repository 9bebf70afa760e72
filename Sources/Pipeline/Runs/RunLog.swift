import Foundation
import Logging
import Synchronization

/// Writes log lines to standard error, as text or JSON, and to the run's `log.jsonl`.
public final class RunLog: Sendable {
    public enum Format: String, Sendable {
        case text, json
    }

    private let format: Format
    private let file = Mutex<Int32>(-1)

    public init(format: Format) {
        self.format = format
    }

    deinit {
        file.withLock { if $0 >= 0 { close($0) } }
    }

    /// From here on lines also go to `path`, a file that is appended to.
    public func keep(in path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(operation: "create", path: path) }
        file.withLock { $0 = descriptor }
    }

    /// A logger that writes here.
    public func logger(level: Logger.Level) -> Logger {
        var logger = Logger(label: "mercer") { _ in Handler(log: self) }
        logger.logLevel = level
        return logger
    }

    fileprivate func write(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        let details = metadata.sorted { $0.key < $1.key }.map { (name: $0.key, text: "\($0.value)") }
        let line = JSON.object(
            [
                .init("time", .string(Instant.text(Date()))), .init("level", .string(level.rawValue)),
                .init("message", .string(message)),
            ] + details.map { .init($0.name, .string($0.text)) })
        let text = line.text() + "\n"
        let shownDetails =
            details.isEmpty ? "" : " (\(details.map { "\($0.name) \($0.text)" }.joined(separator: ", ")))"
        file.withLock { descriptor in
            if descriptor >= 0 { Self.write(text, to: descriptor) }
            let shown =
                format == .json ? text : "\(level >= .warning ? "\(level.rawValue): " : "")\(message)\(shownDetails)\n"
            Self.write(shown, to: STDERR_FILENO)
        }
    }

    /// A log that can't be written must not end the run: what could not be written is lost.
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { _ = Foundation.write(descriptor, $0.baseAddress, $0.count) }
    }

    private struct Handler: LogHandler {
        let log: RunLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .info

        init(log: RunLog) {
            self.log = log
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let details = metadata.merging(event.metadata ?? [:]) { _, new in new }
            log.write(event.level, event.message.description, details)
        }
    }
}
