import Pipeline

/// What can go wrong while a dataset is read. Lines count from 1 in the decompressed text.
public enum LoadError: Error, Sendable, Equatable {
    /// Which of the program's promises the error breaks; the program turns it into an exit code.
    public enum Category: Sendable, Equatable {
        /// A setting is wrong (exit code 78).
        case setting
        /// An input is missing or cannot be read (exit code 66).
        case unreadable
        /// An input breaks a rule or a limit on its shape (exit code 65).
        case brokenRule
    }

    /// A requested column that a header lacks.
    public struct MissingColumn: Sendable, Equatable {
        /// The name a pipeline would use.
        public let name: String
        /// The name looked for in the header.
        public let source: String
        /// The header's most similar name, if any is similar.
        public let nearest: String?
    }

    /// A delimiter that would split a header into more of what was asked for.
    public struct DelimiterHint: Sendable, Equatable {
        public let delimiter: Character
        public let fieldCount: Int
    }

    case invalidSetting(String, found: String, expected: String)

    case missingFile(path: String, nearest: String?)
    case noMatch(pattern: String, nearest: String?)
    case notAFile(path: String, found: String)
    case permissionDenied(path: String)
    case readFailed(path: String, detail: String)
    case changedWhileRead(path: String, detail: String)
    /// A compressed file that ends early or contradicts its checksum.
    case corruptCompression(path: String, format: String, detail: String, compressedBytes: Int, textBytes: Int)

    case emptyFile(path: String)
    case wrongEncoding(path: String, found: String)
    case notText(path: String, found: String)
    case oldLineEnds(path: String)
    case missingColumns(path: String, line: Int, [MissingColumn], header: [String], hint: DelimiterHint?)
    case duplicateColumn(path: String, line: Int, name: String, positions: [Int])
    case positionOutOfRange(path: String, line: Int, name: String, position: Int, fieldCount: Int)
    case malformedHeader(path: String, line: Int, position: Int)
    case unterminatedQuote(path: String, line: Int)
    case fieldTooLong(path: String, line: Int, limit: Int)
    case recordTooLong(path: String, line: Int, limit: Int)
    case tooManyColumns(path: String, line: Int, found: Int, limit: Int)
    case expandsTooFar(path: String, compressedBytes: Int, textBytes: Int, limit: Int)
    case tooManyRows(limit: Int)
    case tooManyRejectedRows(limit: BadRowLimit, rejected: Int, read: Int, first: [RejectedRow])

    public var category: Category {
        switch self {
        case .invalidSetting:
            .setting
        case .missingFile, .noMatch, .notAFile, .permissionDenied, .readFailed, .changedWhileRead, .corruptCompression:
            .unreadable
        case .emptyFile, .wrongEncoding, .notText, .oldLineEnds, .missingColumns, .duplicateColumn, .positionOutOfRange,
            .malformedHeader, .unterminatedQuote, .fieldTooLong, .recordTooLong, .tooManyColumns, .expandsTooFar,
            .tooManyRows, .tooManyRejectedRows:
            .brokenRule
        }
    }

    /// The file and line the error is about; line nil where no line is to blame.
    public var place: (file: String, line: Int?)? {
        switch self {
        case .invalidSetting, .tooManyRows: nil
        case .missingFile(let path, _), .noMatch(let path, _), .notAFile(let path, _), .permissionDenied(let path),
            .readFailed(let path, _), .changedWhileRead(let path, _), .corruptCompression(let path, _, _, _, _),
            .emptyFile(let path), .wrongEncoding(let path, _), .notText(let path, _), .oldLineEnds(let path),
            .expandsTooFar(let path, _, _, _):
            (path, nil)
        case .missingColumns(let path, let line, _, _, _), .duplicateColumn(let path, let line, _, _),
            .positionOutOfRange(let path, let line, _, _, _), .malformedHeader(let path, let line, _),
            .unterminatedQuote(let path, let line), .fieldTooLong(let path, let line, _),
            .recordTooLong(let path, let line, _), .tooManyColumns(let path, let line, _, _):
            (path, line)
        case .tooManyRejectedRows(_, _, _, let first): first.first.map { ($0.file, $0.line) }
        }
    }
}
