import LinearAlgebra
import LoadStage
import Logging
import Pipeline
import Tables
import Testing

/// The `csv` source and the load stage as pipelines use them.
struct SourceTests {
    private let directory = ScratchDirectory()

    /// A site's dataset, from the JSON of its entry; problems are collected.
    private func dataset(_ json: String, _ columns: [ColumnSettings], limit: Double = 0.001) throws -> (
        dataset: DatasetSettings, problems: [Problem]
    ) {
        let diagnostics = Diagnostics()
        let path = directory.write("config.json", json)
        let node = try #require(try DocumentLoader(environment: [:]).load(path, diagnostics: diagnostics))
        let catalog = ComponentCatalog(sources: [.init(CSVSource.self)])
        let reader = SettingsReader(node, address: "datasets.events", catalog: catalog, diagnostics: diagnostics)
        let source = try #require(reader.component("source", from: catalog.sources, "What it is read from."))
        let settings = DatasetSettings(
            name: "events", source: source, columns: columns, clean: [], timezone: "UTC",
            badRowLimit: BadRowLimit(limit))
        return (settings, diagnostics.problems)
    }

    private func context(asOf: Int64? = nil) -> RunContext {
        RunContext(
            pool: WorkerPool(threadCount: 2), seed: 1, asOf: asOf,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            progress: SilentProgress(), isCancelled: { false })
    }

    private func loadStage(_ json: String) throws -> LoadStage {
        let diagnostics = Diagnostics()
        let path = directory.write("pipeline.json", json)
        let node = try #require(try DocumentLoader(environment: [:]).load(path, diagnostics: diagnostics))
        let reader = SettingsReader(node, address: "load", catalog: ComponentCatalog(), diagnostics: diagnostics)
        let stage = LoadStage(from: reader)
        #expect(diagnostics.problems.isEmpty)
        return stage
    }

    private let columns = [
        ColumnSettings(name: "user", origin: .header("u"), type: .string),
        ColumnSettings(name: "time", origin: .header("t"), type: .timestamp, timestampFormat: .unixSeconds),
        ColumnSettings(name: "weight", origin: .constant(2), type: .float64),
    ]

    private func read(_ json: String, limit: Double = 0.001) throws -> SourceReading {
        let dataset = try dataset(json, columns, limit: limit).dataset
        let request = ReadRequest(
            dataset: "events", columns: dataset.columns, timezone: "UTC", badRowLimit: dataset.badRowLimit)
        return try dataset.source.component.read(request, in: context())
    }

    @Test
    func pathsAreRelativeToTheConfig() throws {
        directory.write("a.csv", "u;t\nx;1\n")
        directory.write("b.csv", "u;t\nNA;2\n")
        let reading = try read(#"{"source":"csv","path":["*.csv"],"delimiter":";","null_values":["NA"]}"#)
        #expect(reading.table["user"] == .string(StringColumn(["x", nil])))
        #expect(reading.table["time"] == .timestamp(ValueColumn(values: [1_000_000, 2_000_000])))
        #expect(reading.table["weight"] == .float64(ValueColumn(values: [2, 2])))
        #expect(reading.rowsRead == 2)
    }

    @Test
    func rejectedRowsAreAllowedUpToTheLimit() throws {
        directory.write("a.csv", "u,t\nx,1\ny,oops\nz\n")
        let json = #"{"source":"csv","path":"a.csv"}"#
        let reading = try read(json, limit: 2)
        #expect(reading.rowsRead == 3)
        #expect(reading.rejected.map(\.reason) == ["bad_value:time", "field_count"])
        #expect(reading.rejectedRows.map(\.line) == [3, 4])
        #expect(reading.rejectedRows[0].cause == "\"oops\" does not parse as timestamp")
        #expect(reading.rejectedRows[0].text == "y,oops")
        let error = #expect(throws: DataError.self) { try read(json, limit: 1) }
        #expect(error?.found == "2 of 3 rows rejected")
        #expect(error?.place.hasSuffix("a.csv:3") == true)
        #expect(throws: DataError.self) { try read(json) }
    }

    @Test
    func errorsCarryTheirKind() throws {
        directory.write("a.csv", "user,time\nx,1\n")
        let missing = #expect(throws: InputError.self) { try read(#"{"source":"csv","path":"b.csv"}"#) }
        #expect(missing?.path.hasSuffix("/b.csv") == true)
        #expect(throws: InputError.self) { try read(#"{"source":"csv","path":"*.tsv"}"#) }
        let header = #expect(throws: DataError.self) { try read(#"{"source":"csv","path":"a.csv"}"#) }
        #expect(header?.expected == "`u` for `user`, `t` for `time`")
        let source = try dataset(#"{"source":"csv","path":"."}"#, []).dataset.source
        #expect(throws: InputError.self) { try source.component.inputFiles() }
    }

    @Test
    func settingsAreCheckedWithTheirPlaces() throws {
        let json = """
            {"source":"csv","path":[],"delimiter":";;","header":false,"compression":"zip",
             "columns":{"t":{"from":"time","type":"timestamp","format":"%Y-%Q"}}}
            """
        let problems = try dataset(json, []).problems
        #expect(
            problems.map(\.address) == [
                "datasets.events.path", "datasets.events.delimiter", "datasets.events.compression",
                "datasets.events.columns.t.format",
            ])
        let positions = try dataset(
            #"{"source":"csv","path":"x","header":false,"columns":{"t":{"from":"time"}}}"#, []
        ).problems
        #expect(positions.map(\.address) == ["datasets.events.columns.t.from"])
    }

    @Test
    func aTableEndsAtTheRunsInstant() throws {
        directory.write("a.csv", "u,t\na,10\nb,\nc,20\nd,30\n")
        let dataset = try dataset(#"{"source":"csv","path":"a.csv"}"#, columns).dataset
        let stage = try loadStage(#"{"tables":{"events":{"dataset":"events"},"again":{"dataset":"events"}}}"#)
        #expect(stage.requests.map(\.table) == ["events", "again"])

        let whole = try stage.run(["events": dataset], suppressing: [], in: context())
        #expect(whole.asOf == 30_000_001 && whole.seenUntil == 30_000_001)
        #expect(whole.steps.map(\.rowsOut) == [4, 4])
        #expect(whole.steps[0].dropped.isEmpty)

        let cut = try stage.run(["events": dataset], suppressing: [], in: context(asOf: 20_000_000))
        // The newest row before 20 s is of 10 s.
        #expect(cut.asOf == 20_000_000 && cut.seenUntil == 10_000_001)
        let late = try stage.run(["events": dataset], suppressing: [], in: context(asOf: 90_000_000))
        #expect(late.asOf == 90_000_000 && late.seenUntil == 30_000_001)
        #expect(
            cut.tables["events"]?["user"].map { column in (0..<column.count).map { column.text($0) } } == ["a", "b"])
        #expect(cut.steps[1].table == "again")
        #expect(cut.steps[1].rowsIn == 4)
        #expect(cut.steps[1].dropped.map(\.count) == [2])
        #expect(cut.steps[1].dropped.map(\.reason) == ["after_as_of"])
    }
}

extension Column {
    fileprivate func text(_ row: Int) -> String? {
        if case .string(let strings) = self { strings[row] } else { nil }
    }
}
