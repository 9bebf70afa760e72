import LinearAlgebra
import LoadStage
import Tables
import Testing

/// However a text is cut and whoever parses the pieces, the outcome is that of one slow pass.
struct SequentialEqualityTests {
    private static let columns = ["x", "y", "z"].map(ColumnRequest.string)

    /// Text that is mostly quotes, delimiters and line breaks, with bytes that are no UTF-8 and zero bytes among them.
    private static func hostileText(_ random: inout RandomSource, length: Int) -> [UInt8] {
        let common = Array("ab,,\"\"\n\n\r".utf8)
        let rare: [UInt8] = [0, 0xFF, 0xC3, 0xA9]
        return Array("x,y,z\n".utf8)
            + (0..<length).map { _ in
                random.next() % 60 == 0 ? rare[Int(random.next() % 4)] : common[Int(random.next() % 9)]
            }
    }

    /// Rows that are in order, some cells quoted and with quotes, delimiters and line breaks inside.
    private static func orderlyText(_ random: inout RandomSource, rows: Int) -> [UInt8] {
        let cells = [
            "", "a", "bc", "\"\"", "\"d\"", "\"e,f\"", "\"g\nh\"", "\"i\"\"j\"", "\"\"\"\"", "a long cell of text",
            "5\" pipe",
        ]
        var text = "x,y,z\n"
        for _ in 0..<rows {
            let row = (0..<3).map { _ in cells[Int(random.next() % UInt64(cells.count))] }
            text += row.joined(separator: ",") + (random.next() % 3 == 0 ? "\r\n" : "\n")
        }
        return Array(text.utf8)
    }

    private static func compare(_ bytes: [UInt8], _ reading: TextReading, name: String, _ comment: Comment) {
        do {
            let twin = try SlowTwin(bytes)
            let loaded = try reading.read(name == "data.csv" ? bytes : Compress.gzip(bytes), columns, name: name)
            #expect(loaded.stringRows == twin.rows, comment)
            let found = loaded.rejectedRows.map {
                SlowTwin.Rejection(line: $0.line, reason: $0.reason, column: $0.column)
            }
            #expect(found == twin.rejections, comment)
            #expect(loaded.rowsRead == twin.rows.count + twin.rejections.count, comment)
            #expect(loaded.rejections.total == twin.rejections.count, comment)
            checkDictionaries(loaded.table, comment)
        } catch let error as SlowTwin.UnterminatedQuote {
            let found = loadError {
                _ = try reading.read(name == "data.csv" ? bytes : Compress.gzip(bytes), columns, name: name)
            }
            guard case .unterminatedQuote(_, let line) = found else {
                Issue.record(
                    "expected an unterminated quote, found \(String(describing: found))",
                    sourceLocation: #_sourceLocation)
                return
            }
            #expect(line == error.line, comment)
        } catch {
            Issue.record(error, comment)
        }
    }

    /// Dictionaries are sorted by bytes, distinct, and hold no text that no row has.
    private static func checkDictionaries(_ table: Table, _ comment: Comment) {
        for case .string(let column) in table.columns {
            let strings = column.dictionary.strings.map { Array($0.utf8) }
            #expect(zip(strings, strings.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }, comment)
            #expect(Set(column.codes.filter { $0 >= 0 }).count == strings.count, comment)
        }
    }

    @Test(arguments: [1, 2, 3, 7])
    func hostileTextInTinyChunks(threads: Int) {
        let seed = UInt64(20_260 + threads)
        var random = RandomSource(seed: seed)
        for round in 0..<400 {
            let bytes = Self.hostileText(&random, length: Int(random.next() % 200))
            var reading = TextReading()
            reading.threads = threads
            reading.grid.chunkBytes = 1 + Int(random.next() % 40)
            reading.grid.chunksPerWave = 1 + Int(random.next() % 5)
            reading.grid.windowBytes = 1 + Int(random.next() % 100)
            Self.compare(bytes, reading, name: "data.csv", "seed \(seed), round \(round), \(reading.grid)")
        }
    }

    @Test(arguments: [1, 2, 3, 7])
    func orderlyTextInSmallChunks(threads: Int) {
        let seed = UInt64(777 + threads)
        var random = RandomSource(seed: seed)
        for round in 0..<20 {
            let bytes = Self.orderlyText(&random, rows: 400)
            var reading = TextReading()
            reading.threads = threads
            reading.grid.chunkBytes = 16 + Int(random.next() % 3_000)
            reading.grid.windowBytes = 64 + Int(random.next() % 1_000)
            Self.compare(bytes, reading, name: "data.csv", "seed \(seed), round \(round), \(reading.grid)")
        }
    }

    @Test(arguments: [1, 2, 3])
    func compressedTextInSmallBatches(threads: Int) {
        let seed = UInt64(99 + threads)
        var random = RandomSource(seed: seed)
        for round in 0..<40 {
            let bytes =
                round % 2 == 0
                ? Self.orderlyText(&random, rows: 1_500) : Self.hostileText(&random, length: 12_000)
            var reading = TextReading()
            reading.threads = threads
            reading.grid.batchBytes = 300 + Int(random.next() % 5_000)
            reading.grid.chunkBytes = 50 + Int(random.next() % 2_000)
            reading.grid.windowBytes = 16 + Int(random.next() % 500)
            reading.limits.keptRejections = 100_000
            Self.compare(bytes, reading, name: "data.csv.gz", "seed \(seed), round \(round), \(reading.grid)")
        }
    }

    @Test
    func valuesAndMissingCellsSurviveAnyCut() throws {
        var random = RandomSource(seed: 5)
        var text = "n,f,b,t\n"
        var expected: [(Int64?, Double?, Bool?, Int64?)] = []
        for _ in 0..<3_000 {
            let row: (Int64?, Double?, Bool?, Int64?) = (
                random.next() % 5 == 0 ? nil : Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 60),
                random.next() % 5 == 0 ? nil : Double(Int64(truncatingIfNeeded: random.next()) >> 30) / 64,
                random.next() % 5 == 0 ? nil : random.next() % 2 == 0,
                random.next() % 5 == 0 ? nil : Int64(random.next() % 4_000_000_000)
            )
            expected.append(row)
            let cells = [row.0.map { "\($0)" }, row.1.map { "\($0)" }, row.2.map { "\($0)" }, row.3.map { "\($0)" }]
            text += cells.map { $0 ?? "" }.joined(separator: ",") + "\n"
        }
        let columns = [
            ColumnRequest(name: "n", from: .header("n"), as: .int64(integral: false)),
            ColumnRequest(name: "f", from: .header("f"), as: .float64),
            ColumnRequest(name: "b", from: .header("b"), as: .bool),
            ColumnRequest(name: "t", from: .header("t"), as: .timestamp(try TimeFormat("unix"))),
        ]
        for threads in [1, 2, 3, 7] {
            var reading = TextReading()
            reading.threads = threads
            reading.grid.chunkBytes = 777
            reading.grid.windowBytes = 128
            let table = try reading.read(text, columns).table
            #expect(table["n"] == .int64(ValueColumn(expected.map(\.0))))
            #expect(table["f"] == .float64(ValueColumn(expected.map(\.1))))
            #expect(table["b"] == .bool(ValueColumn(expected.map(\.2))))
            #expect(table["t"] == .timestamp(ValueColumn(expected.map { $0.3.map { $0 * 1_000_000 } })))
        }
    }
}
