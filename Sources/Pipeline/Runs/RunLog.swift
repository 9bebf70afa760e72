import DurableFiles
import Foundation
import Logging
import Synchronization

/// Writes log lines to standard error, as text or JSON, and to the run's `log.jsonl`.
public final class RunLog: Sendable {
    public enum Format: String, Sendable {
        case text, json
    }

    private let format: Format
    private let file = Mutex<LineAppender?>(nil)

    public init(format: Format) {
        self.format = format
    }

    /// From here on lines also go to `path`, a file that is appended to.
    public func keep(in path: String, of files: FileSystem) throws {
        let appender = try LineAppender(path, in: files)
        file.withLock { $0 = appender }
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
        file.withLock { kept in
            kept?.append(text)
            let shown =
                format == .json ? text : "\(level >= .warning ? "\(level.rawValue): " : "")\(message)\(shownDetails)\n"
            Self.show(shown)
        }
    }

    /// A log that can't be written must not end the run: what could not be written is lost.
    private static func show(_ text: String) {
        var text = text
        text.withUTF8 { _ = Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
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
