extension LoadError: CustomStringConvertible {
    /// Place, what was found, what was expected, what to do.
    public var description: String {
        let place = place.map { place in place.line.map { "\(place.file):\($0)" } ?? place.file }
        return [place, message].compactMap(\.self).joined(separator: ": ")
    }

    /// The description without its place.
    public var message: String {
        switch category {
        case .setting: settingMessage
        case .unreadable: unreadableMessage
        case .brokenRule: ruleMessage
        }
    }

    private var settingMessage: String {
        guard case .invalidSetting(let setting, let found, let expected) = self else { return "" }
        return "`\(setting)` is \(found); expected \(expected)"
    }

    private var unreadableMessage: String {
        switch self {
        case .missingFile(_, let nearest):
            "no such file" + Self.suggestion(nearest)
        case .noMatch(_, let nearest):
            "no file matches this pattern" + Self.suggestion(nearest)
        case .notAFile(_, let found):
            "this is \(found); expected a regular file"
        case .permissionDenied:
            "permission denied; make the file readable for the user that runs this"
        case .readFailed(_, let detail):
            "reading failed: \(detail)"
        case .changedWhileRead(_, let detail):
            "the file changed while it was read (\(detail)); run again when its writer has finished"
        case .corruptCompression(_, let format, let detail, let compressedBytes, let textBytes):
            "the \(format) data is damaged: \(detail) after \(compressedBytes) compressed bytes, which hold "
                + "\(textBytes) bytes of text; fetch the file again"
        default: ""
        }
    }

    private var ruleMessage: String {
        switch self {
        case .emptyFile:
            "the file is empty; expected at least a header (or, with `header` false, one row)"
        case .wrongEncoding(_, let found):
            "the text is \(found); expected UTF-8. Convert it, for example with `iconv -f UTF-16 -t UTF-8`"
        case .notText(_, let found):
            "this is \(found); expected delimited text, plain or compressed with gzip or zstd"
        case .oldLineEnds:
            "lines end in carriage returns alone; expected line feeds. Convert it, for example with `tr '\\r' '\\n'`"
        case .malformedHeader(_, _, let position):
            "text follows the closing quote of the header's field \(position + 1); expected a delimiter"
        case .unterminatedQuote:
            "the quoted field that opens on this line is never closed; close it, or set `quote` to \"\" if quotes mean "
                + "nothing in this file"
        case .fieldTooLong(_, _, let limit):
            "a field is longer than the limit of \(limit) bytes; a quote that is never closed does that"
        case .recordTooLong(_, _, let limit):
            "a record is longer than the limit of \(limit) bytes"
        case .tooManyColumns(_, _, let found, let limit):
            "the file has \(found) columns; the limit is \(limit)"
        case .expandsTooFar(_, let compressedBytes, let textBytes, let limit):
            "\(compressedBytes) compressed bytes expand to more than \(textBytes) bytes; the limit is \(limit) times"
        case .tooManyRows(let limit):
            "the dataset has more rows than the limit of \(limit)"
        case .tooManyRejectedRows:
            rejectionMessage
        default:
            headerMessage
        }
    }

    private var headerMessage: String {
        switch self {
        case .missingColumns(_, _, let missing, let header, let hint):
            Self.missingColumnsMessage(missing, header: header, hint: hint)
        case .duplicateColumn(_, _, let name, let positions):
            "the header has the column `\(name)` at positions \(positions.map(String.init).joined(separator: ", ")); "
                + "expected it once. Name one by its zero-based position in `from`"
        case .positionOutOfRange(_, _, let name, let position, let fieldCount):
            "`\(name)` is to come from position \(position), but the first record has \(fieldCount) fields (positions "
                + "0 to \(fieldCount - 1))"
        default: ""
        }
    }

    private var rejectionMessage: String {
        guard case .tooManyRejectedRows(let limit, let rejected, let read, let first) = self else { return "" }
        let bound =
            switch limit {
            case .share(let share): "a share of \(share)"
            case .count(let count): "\(count)"
            }
        let rows = first.map { row in
            let column = row.column.map { " in `\($0)`" } ?? ""
            return "\n  \(row.file):\(row.line): \(row.reason.name)\(column): \(row.cause)"
        }
        return "\(rejected) of \(read) rows were rejected; `max_bad_rows` allows \(bound). The first of them:"
            + rows.joined()
    }

    private static func missingColumnsMessage(
        _ missing: [MissingColumn], header: [String], hint: DelimiterHint?
    ) -> String {
        let names = missing.map { column in
            let nearest = column.nearest.map { " (did you mean `\($0)`?)" } ?? ""
            let logical = column.name == column.source ? "" : " for `\(column.name)`"
            return "`\(column.source)`\(logical)\(nearest)"
        }
        let shown = header.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
        let more = header.count > 20 ? " and \(header.count - 20) more" : ""
        var message = "the header lacks \(names.joined(separator: ", ")); it has \(shown)\(more)"
        if let hint {
            let delimiter = hint.delimiter == "\t" ? "\\t" : String(hint.delimiter)
            message += ". With the delimiter \"\(delimiter)\" it would have \(hint.fieldCount) columns: set `delimiter`"
        }
        return message
    }

    private static func suggestion(_ nearest: String?) -> String {
        nearest.map { "; did you mean `\($0)`, in the same directory?" } ?? "; check the path"
    }
}
