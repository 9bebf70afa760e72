import LinearAlgebra
import Tables

/// Reads delimited text files into a table.
///
/// The rules are RFC 4180's, read leniently where files in the wild differ: rows end with LF or CRLF, the last may lack
/// either; a byte order mark is skipped; blank lines are skipped and not counted, unless the file has one column; a
/// quote within an unquoted field is text. An unquoted empty cell is missing, a quoted empty one is the empty string;
/// a text among ``DelimitedFormat/nullTokens`` is missing, quoted or not. A row with another number of fields than the
/// header, or with a requested cell that does not parse, is rejected and accounted for; cells of other columns are not
/// looked at.
///
/// The outcome is the same at any thread count. Memory: the table, once more its largest column, and a few megabytes a
/// thread; the files are never held.
public struct DelimitedReader: Sendable {
    private let plan: ReadPlan
    private let requests: [ColumnRequest]

    /// - Throws: ``LoadError/invalidSetting`` for settings that contradict each other.
    public init(
        format: DelimitedFormat, columns requests: [ColumnRequest], limits: ReadLimits = ReadLimits(),
        grid: ReadGrid = ReadGrid()
    ) throws(LoadError) {
        self.requests = requests
        plan = ReadPlan(format: format, limits: limits, grid: grid, requests: requests)
        try checkRequests()
    }

    /// Reads the files in order; their rows follow each other.
    ///
    /// - Parameter progress: told how many bytes of how many are done, as the files lie there, from any thread.
    /// - Throws: ``LoadError``, or `CancellationError` if the pool is cancelled.
    public func read(
        files: [String], pool: WorkerPool, progress: (@Sendable (_ completed: Int, _ total: Int) -> Void)? = nil
    ) throws -> LoadedTable {
        // All headers are looked at before any file is read: a mistake in the last shows at once.
        var byteCount = 0
        for path in files { byteCount += try OpenedText(path: path, plan: plan).fileSize }
        let reader = FileReader(
            plan: plan, pool: pool, progress: ByteProgress(total: byteCount, listener: progress))
        try readAll(files, into: reader)
        return try assemble(reader, files: files, pool: pool)
    }

    private func readAll(_ files: [String], into reader: FileReader) throws {
        var group: [PlainFile] = []
        var groupBytes = 0
        let waveBytes = plan.grid.chunkBytes * plan.grid.chunksPerWave
        for path in files {
            let opened = try OpenedText(path: path, plan: plan)
            if groupBytes + opened.fileSize > waveBytes || group.count == plan.grid.filesPerWave {
                try reader.read(group)
                group = []
                groupBytes = 0
            }
            switch opened.content {
            case .plain(let file):
                group.append(PlainFile(file: file, layout: opened.layout))
                groupBytes += file.size
            case .compressed(let file, let text, let first):
                try reader.read(group)
                group = []
                groupBytes = 0
                try reader.read(text, first: first, layout: opened.layout)
                try file.checkUnchanged()
            }
        }
        try reader.read(group)
    }

    private func assemble(_ reader: FileReader, files: [String], pool: WorkerPool) throws -> LoadedTable {
        let account = reader.account
        let assembly = TableAssembly(
            plan: plan, requests: requests, pool: pool, hasUnusedTexts: account.hasUnusedTexts)
        var pieces = reader.takePieces()
        let table = try assembly.table(from: &pieces, decoders: reader.parsers.map(\.decoders))
        return LoadedTable(
            table: table, rowsRead: account.rowsRead, rejections: account.rejections,
            rejectedRows: account.rejectedRows, files: files)
    }

    private func checkRequests() throws(LoadError) {
        var names: Set<String> = []
        for request in requests {
            if !names.insert(request.name).inserted {
                throw .invalidSetting("columns", found: "`\(request.name)` twice", expected: "each name once")
            }
            switch request.origin {
            case .constant(let text):
                try ConstantColumn(request, text: text).check()
            case .header(let source) where !plan.format.hasHeader:
                throw .invalidSetting(
                    "columns.\(request.name).from", found: source.debugDescription,
                    expected: "a zero-based position, because the file has no header")
            case .position(let position) where position < 0:
                throw .invalidSetting("columns.\(request.name).from", found: "\(position)", expected: "0 or more")
            default: break
            }
        }
    }
}
