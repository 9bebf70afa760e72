import Pipeline
import Tables

/// Delimited text files as a source of a site's datasets.
public struct CSVSource: Source {
    public static let name = "csv"
    public static let summary =
        "Delimited text (RFC 4180), plain or compressed with gzip or zstd, in one file or several."

    private let paths: PathList
    private let format: DelimitedFormat
    private let site: SettingsSite

    public init(from settings: SettingsReader) {
        paths = settings.required("path", "The file, a glob of files, or a list of both; read in order, globs sorted.")
        let delimiter = settings.value("delimiter", default: ",", "The character between two fields.")
        let quote = settings.value("quote", default: "\"", "The character around quoted fields; empty for none.")
        let hasHeader = settings.value(
            "header", default: true, "Whether the first record names the columns; else from is a position.")
        let nullTokens = settings.value(
            "null_values", default: [String](), "Texts that stand for a missing cell, quoted or not.")
        let compression = settings.value(
            "compression", default: DelimitedFormat.Compression.automatic, "How the files are compressed.")
        site = settings.site
        let setUp = Self.makeFormat(
            delimiter: delimiter, quote: quote, hasHeader: hasHeader, nullTokens: nullTokens, compression: compression)
        if let error = setUp.error { Self.report(error, at: settings.site) }
        format = setUp.format
        checkColumns()
    }

    public func inputFiles() throws -> [String] {
        do throws(LoadError) {
            let files = try InputPaths.expand(paths.paths.map(\.path))
            for file in files { try InputFile.check(file) }
            return files
        } catch {
            throw ErrorTranslation(site: site).error(for: error)
        }
    }

    public func read(_ request: ReadRequest, in context: RunContext) throws -> SourceReading {
        do {
            let columns = try request.columns.map { try ColumnRequest($0, timeZone: request.timezone) }
            let reader = try DelimitedReader(format: format, columns: columns)
            let loaded = try reader.read(files: try inputFiles(), pool: context.pool) { completed, total in
                context.progress.update("load \(request.dataset)", completed: completed, total: total, unit: "bytes")
            }
            try check(loaded, request.badRowLimit)
            return SourceReading(loaded)
        } catch let error as LoadError {
            throw ErrorTranslation(site: site).error(for: error)
        }
    }

    private func check(_ loaded: LoadedTable, _ limit: BadRowLimit) throws(LoadError) {
        guard !limit.allows(loaded.rejections.total, of: loaded.rowsRead) else { return }
        throw .tooManyRejectedRows(
            limit: limit, rejected: loaded.rejections.total, read: loaded.rowsRead,
            first: Array(loaded.rejectedRows.prefix(5)))
    }

    /// The dataset's columns share this object, and what they say must make sense for this source.
    private func checkColumns() {
        for column in site.node?["columns"]?.members ?? [] {
            let place = site["columns"][column.name]
            if let pattern = column.value["format"]?.string, pattern.contains("%") {
                do throws(LoadError) {
                    _ = try TimeFormat(pattern)
                } catch {
                    place["format"].report("found \(error.account.found)", hint: "expected \(error.account.expected)")
                }
            }
            if !format.hasHeader, let name = column.value["from"]?.string {
                place["from"].report(
                    "found the name \"\(name)\" in files without a header", hint: "expected a zero-based position")
            }
        }
    }

    private static func makeFormat(
        delimiter: String, quote: String, hasHeader: Bool, nullTokens: [String],
        compression: DelimitedFormat.Compression
    ) -> (format: DelimitedFormat, error: LoadError?) {
        do throws(LoadError) {
            let format = try DelimitedFormat(
                delimiter: delimiter, quote: quote, hasHeader: hasHeader, nullTokens: nullTokens,
                compression: compression)
            return (format, nil)
        } catch {
            return (.standard, error)
        }
    }

    private static func report(_ error: LoadError, at site: SettingsSite) {
        guard case .invalidSetting(let setting, let found, let expected) = error else { return }
        site[setting].report("found \(found)", hint: "expected \(expected)")
    }
}

extension DelimitedFormat.Compression: SettingChoice {}

/// The value of `path`: one path or a list of them.
struct PathList: SettingValue {
    let paths: [FilePath]

    static var shape: SettingShape { .anyOf([FilePath.shape, .list(FilePath.shape, minimumCount: 1)]) }
    static var placeholder: PathList { PathList(paths: []) }
    static var isLocation: Bool { true }

    static func decode(_ node: JSONNode, at site: SettingsSite) -> PathList? {
        guard let elements = node.elements else { return FilePath.decode(node, at: site).map { PathList(paths: [$0]) } }
        if elements.isEmpty { site.report("expected at least one path, found an empty list") }
        let paths = elements.enumerated().compactMap { FilePath.decode($1, at: site[$0]) }
        return paths.count == elements.count && !paths.isEmpty ? PathList(paths: paths) : nil
    }

    var json: JSON { paths.count == 1 ? paths[0].json : .array(paths.map(\.json)) }
}
