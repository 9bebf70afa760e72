extension LoadError: CustomStringConvertible {
    /// The sentence an error is told in.
    public struct Account: Sendable, Equatable {
        public let found: String
        public let expected: String
        public let remedy: String
    }

    /// Place, what was found, what was expected, what to do.
    public var description: String {
        let account = account
        let place = place.map { place in "\(place.line.map { "\(place.file):\($0)" } ?? place.file): " } ?? ""
        return "\(place)found \(account.found), expected \(account.expected); \(account.remedy)"
    }

    public var account: Account {
        switch category {
        case .setting: settingAccount
        case .unreadable: unreadableAccount
        case .brokenRule: ruleAccount ?? headerAccount ?? limitAccount
        }
    }

    private var settingAccount: Account {
        guard case .invalidSetting(let setting, let found, let expected) = self else {
            preconditionFailure("the category is that of settings")
        }
        return Account(found: found, expected: expected, remedy: "correct `\(setting)`")
    }

    private var unreadableAccount: Account {
        switch self {
        case .noMatch(_, let nearest):
            Account(found: "no file that matches", expected: "at least one", remedy: Self.suggestion(nearest))
        case .notAFile(_, let found):
            Account(found: found, expected: "a regular file", remedy: "name a file, a pattern or a list of files")
        case .permissionDenied:
            Account(
                found: "a file this user may not read", expected: "a readable file", remedy: "change its permissions")
        case .readFailed(_, let detail):
            Account(found: "a failure to read (\(detail))", expected: "a readable file", remedy: "check the disk")
        case .changedWhileRead(_, let detail):
            Account(
                found: "a file that changed while it was read (\(detail))", expected: "one that stays as it is",
                remedy: "run again when its writer has finished")
        case .corruptCompression(_, let format, let detail, let compressedBytes, let textBytes):
            Account(
                found:
                    "damaged \(format) data (\(detail)) after \(compressedBytes) bytes, which hold \(textBytes) bytes "
                    + "of text", expected: "a whole file", remedy: "fetch it again")
        case .missingFile(_, let nearest):
            Account(found: "no such file", expected: "a file", remedy: Self.suggestion(nearest))
        default: preconditionFailure("the category is that of files")
        }
    }

    private var ruleAccount: Account? {
        switch self {
        case .emptyFile:
            Account(
                found: "an empty file", expected: "a header at least, or one row where `header` is false",
                remedy: "check what wrote it")
        case .wrongEncoding(_, let found):
            Account(
                found: "\(found) text", expected: "UTF-8",
                remedy: "convert it, for example with `iconv -f UTF-16 -t UTF-8`")
        case .notText(_, let found):
            Account(
                found: found, expected: "delimited text, plain or compressed with gzip or zstd",
                remedy: "convert it to CSV")
        case .oldLineEnds:
            Account(
                found: "lines that end in carriage returns alone", expected: "line feeds",
                remedy: "convert it, for example with `tr '\\r' '\\n'`")
        case .malformedHeader(_, _, let position):
            Account(
                found: "text behind the closing quote of the header's field \(position + 1)", expected: "a delimiter",
                remedy: "double the quotes inside the name")
        case .unterminatedQuote:
            Account(
                found: "a quoted field that is never closed", expected: "a closing quote",
                remedy: "close it, or set `quote` to \"\" if quotes mean nothing in this file")
        case .tooManyRejectedRows:
            rejectionAccount
        default: nil
        }
    }

    private var headerAccount: Account? {
        switch self {
        case .missingColumns(_, _, let missing, let header, let hint):
            Self.missingColumnsAccount(missing, header: header, hint: hint)
        case .duplicateColumn(_, _, let name, let positions):
            Account(
                found: "the column `\(name)` at positions \(positions.map(String.init).joined(separator: ", "))",
                expected: "it once", remedy: "name the one meant by its zero-based position in `from`")
        case .positionOutOfRange(_, _, let name, let position, let fieldCount):
            Account(
                found: "\(fieldCount) fields in the first record", expected: "position \(position) for `\(name)`",
                remedy: "name a position from 0 to \(fieldCount - 1), or set `delimiter`")
        default: nil
        }
    }

    private var limitAccount: Account {
        switch self {
        case .fieldTooLong(_, _, let limit):
            Account(
                found: "a field longer than the limit of \(limit) bytes", expected: "a shorter one",
                remedy: "look for a quote that is never closed")
        case .recordTooLong(_, _, let limit):
            Account(
                found: "a record longer than the limit of \(limit) bytes", expected: "a shorter one",
                remedy: "look for missing line ends")
        case .tooManyColumns(_, _, let found, let limit):
            Account(
                found: "\(found) columns", expected: "at most the limit of \(limit)",
                remedy: "write one row for each value instead of one column")
        case .expandsTooFar(_, let compressedBytes, let textBytes, let limit):
            Account(
                found: "\(compressedBytes) compressed bytes that expand to more than \(textBytes)",
                expected: "at most the limit of \(limit) times",
                remedy: "decompress it first if it is what it should be")
        case .tooManyRows(let limit):
            Account(found: "more rows than the limit of \(limit)", expected: "fewer", remedy: "split the dataset")
        default: preconditionFailure("all other cases are told elsewhere")
        }
    }

    private var rejectionAccount: Account? {
        guard case .tooManyRejectedRows(let limit, let rejected, let read, let first) = self else { return nil }
        let bound =
            switch limit {
            case .share(let share): "a share of at most \(share)"
            case .count(let count): "at most \(count)"
            }
        let rows = first.map { row in
            let column = row.column.map { " in `\($0)`" } ?? ""
            return "\n  \(row.file):\(row.line): \(row.reason.name)\(column): \(row.cause)"
        }
        return Account(
            found: "\(rejected) of \(read) rows rejected", expected: "\(bound), as `max_bad_rows` says",
            remedy: "mend them, or raise `max_bad_rows`; the first are:" + rows.joined())
    }

    private static func missingColumnsAccount(
        _ missing: [MissingColumn], header: [String], hint: DelimiterHint?
    ) -> Account {
        let names = missing.map { column in
            let nearest = column.nearest.map { " (did you mean `\($0)`?)" } ?? ""
            let logical = column.name == column.source ? "" : " for `\(column.name)`"
            return "`\(column.source)`\(logical)\(nearest)"
        }
        let shown = header.prefix(20).map { "`\($0.prefix(100))`" }.joined(separator: ", ")
        let more = header.count > 20 ? " and \(header.count - 20) more" : ""
        var remedy = "correct `from`"
        if let hint {
            let delimiter = hint.delimiter == "\t" ? "\\t" : String(hint.delimiter)
            remedy = "set `delimiter` to \"\(delimiter)\", which splits the header into \(hint.fieldCount) columns"
        }
        return Account(
            found: "a header of \(shown)\(more)", expected: names.joined(separator: ", "), remedy: remedy)
    }

    private static func suggestion(_ nearest: String?) -> String {
        nearest.map { "did you mean `\($0)`, in the same directory?" } ?? "check the path"
    }
}
