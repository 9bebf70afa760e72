import Pipeline
import Tables

/// Reads the site's datasets into tables.
///
/// A table's clock is its timestamp column `time`, or else the first of its timestamp columns. Rows whose clock stands
/// at or after the run's instant are dropped and counted; rows whose clock is missing stay. Where the run names no
/// instant, it is one microsecond past the newest clock of all tables, so nothing is dropped.
public struct LoadStage: Loading {
    public let requests: [LoadRequest]

    public init(from settings: SettingsReader) {
        let tables = settings.namedObjects("tables", "The tables to make, by the names later stages know them by.") {
            _, reader -> String in
            reader.required("dataset", "The config's dataset to read.")
        }
        requests = tables.map { LoadRequest(table: $0.name, dataset: $0.settings) }
        if requests.isEmpty, settings.site["tables"].node?.members != nil {
            settings.site["tables"].report("no tables are loaded", hint: "name at least one")
        }
    }

    public func run(
        _ datasets: [String: DatasetSettings], suppressing suppressed: [SuppressedIDs], in context: RunContext
    ) throws -> LoadedTables {
        var readings: [String: SourceReading] = [:]
        for request in requests where readings[request.dataset] == nil {
            try context.checkCancellation()
            guard let dataset = datasets[request.dataset] else {
                preconditionFailure("the chain check knows the dataset \(request.dataset)")
            }
            let reading = try dataset.source.component.read(ReadRequest(dataset), in: context)
            if reading.table.rowCount == 0 {
                context.log.warning("the dataset \(request.dataset) has no rows: \(reading.rowsRead) were read")
            }
            readings[request.dataset] = reading
        }
        return loaded(readings, suppressing: suppressed, in: context)
    }

    private func loaded(
        _ readings: consuming [String: SourceReading], suppressing suppressed: [SuppressedIDs], in context: RunContext
    ) -> LoadedTables {
        var readings = readings
        var tables: [String: Table] = [:]
        var steps: [StepAccount] = []
        var rejected: [String: [SourceReading.RejectedRow]] = [:]
        for (index, request) in requests.enumerated() {
            guard var reading = readings[request.dataset] else { continue }
            // Moved out on its last use, so that rows are dropped from the only copy.
            let isLastUse = !requests[(index + 1)...].contains { $0.dataset == request.dataset }
            if isLastUse { readings[request.dataset] = nil }
            var table = reading.takeTable()
            let suppressedCount = suppressed.reduce(0) { $0 + $1.dropRows(of: &table) }
            let lateCount = context.asOf.map { table.dropRows(atOrAfter: $0) } ?? 0
            steps.append(
                StepAccount(
                    step: "read", table: request.table, rowsIn: reading.rowsRead, rowsOut: table.rowCount,
                    dropped: reading.rejected + [
                        (reason: SuppressedIDs.reason, count: suppressedCount),
                        (reason: "after_as_of", count: lateCount),
                    ]))
            rejected[request.table] = reading.rejectedRows.map { $0.withholding(suppressed) }
            tables[request.table] = table
        }
        let seenUntil = tables.values.compactMap(\.newestTime).max().map { $0 + 1 }
        return LoadedTables(
            tables: tables, steps: steps, rejected: rejected, asOf: context.asOf ?? seenUntil, seenUntil: seenUntil)
    }
}

extension ReadRequest {
    fileprivate init(_ dataset: DatasetSettings) {
        self.init(
            dataset: dataset.name, columns: dataset.columns, timezone: dataset.timezone,
            badRowLimit: dataset.badRowLimit)
    }
}

extension SourceReading.RejectedRow {
    /// The same row, without its text and cell where it names a suppressed id.
    fileprivate func withholding(_ suppressed: [SuppressedIDs]) -> Self {
        guard suppressed.contains(where: { $0.isNamed(in: text) }) else { return self }
        return Self(
            file: file, line: line, reason: reason, cause: SuppressedIDs.withheldText, text: SuppressedIDs.withheldText)
    }
}

extension Table {
    /// The timestamps that place a table's rows in time.
    private var clock: ValueColumn<Int64>? {
        let names = schema.names
        let named = self["time"].flatMap(\.timestamps)
        return named ?? names.lazy.compactMap { self[$0]?.timestamps }.first
    }

    /// The newest time of the table's clock. O(rows).
    fileprivate var newestTime: Int64? {
        guard let clock else { return nil }
        if clock.validity == nil { return clock.values.max() }
        return (0..<clock.count).lazy.compactMap { clock[$0] }.max()
    }

    /// Drops the rows whose clock stands at or after `instant`; returns how many. O(rows × columns).
    fileprivate mutating func dropRows(atOrAfter instant: Int64) -> Int {
        guard let clock else { return 0 }
        let keep = (0..<clock.count).map { row in clock.values[row] < instant || !clock.isPresent(row) }
        let before = rowCount
        keepRows(keep)
        return before - rowCount
    }
}

extension Column {
    fileprivate var timestamps: ValueColumn<Int64>? {
        if case .timestamp(let values) = self { values } else { nil }
    }
}
