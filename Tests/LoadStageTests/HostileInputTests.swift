import Foundation
import LinearAlgebra
import LoadStage
import Synchronization
import Tables
import Testing

/// Each ends in an error that says where and what next, or in rows that are counted; never in a trap or a wait.
struct HostileInputTests {
    private let columns = ["a", "b"].map(ColumnRequest.string)

    private func error(_ bytes: [UInt8], _ reading: TextReading = TextReading(), name: String = "data.csv")
        -> LoadError?
    {
        loadError { _ = try reading.read(bytes, columns, name: name) }
    }

    private func error(_ text: String, _ reading: TextReading = TextReading()) -> LoadError? {
        error(Array(text.utf8), reading)
    }

    private func error(path: String) -> LoadError? {
        loadError { _ = try TextReading().read(files: [path], columns) }
    }

    @Test
    func pathsThatAreNoFiles() throws {
        let directory = ScratchDirectory()
        let fifo = directory.path + "/pipe"
        #expect(mkfifo(fifo, 0o600) == 0)
        directory.write("events.csv", "a,b\n")
        #expect(
            error(path: directory.path + "/event.csv")
                == .missingFile(path: directory.path + "/event.csv", nearest: "events.csv"))
        #expect(error(path: directory.path + "/none/x.csv")?.category == .unreadable)
        #expect(error(path: directory.path) == .notAFile(path: directory.path, found: "a directory"))
        #expect(error(path: fifo) == .notAFile(path: fifo, found: "a FIFO"))
        #expect(error(path: "/dev/zero") == .notAFile(path: "/dev/zero", found: "a device"))
        #expect(error(path: directory.path + "/events.csv/x")?.category == .unreadable)
    }

    @Test
    func emptyFiles() throws {
        for bytes in [[], Array("\n\r\n\n".utf8), [0xEF, 0xBB, 0xBF], Compress.gzip([])] as [[UInt8]] {
            guard case .emptyFile = error(bytes) else {
                Issue.record("expected an error about an empty file for \(bytes)")
                continue
            }
        }
        let loaded = try TextReading().read("a,b\n", columns)
        #expect(loaded.rowsRead == 0)
        #expect(loaded.table.schema.names == ["a", "b"])
        #expect(loaded.stringRows.isEmpty)
    }

    @Test
    func wrongDelimiter() throws {
        let found = try #require(error("a;b\n1;2\n"))
        guard case .missingColumns(_, 1, let missing, ["a;b"], let hint) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(missing.map(\.source) == ["a", "b"])
        #expect(hint?.delimiter == ";")
        #expect(hint?.fieldCount == 2)
        #expect(found.category == .brokenRule)
        #expect(found.description.contains("set `delimiter` to \";\""))
    }

    @Test
    func missingAndDuplicateColumns() throws {
        let missing = try #require(error("\n\na,b \n1,2\n"))
        guard case .missingColumns(_, 3, let lacking, ["a", "b "], nil) = missing else {
            Issue.record("\(missing)")
            return
        }
        #expect(lacking.map(\.source) == ["b"])
        #expect(lacking[0].nearest == "a")
        guard case .duplicateColumn(_, 1, "b", [1, 2]) = error("a,b,b\n1,2,3\n") else {
            Issue.record("expected an error about a duplicate column")
            return
        }
        // Nobody asked for the column that is there twice.
        #expect(try TextReading().read("a,c,b,c\n1,2,3,4\n", columns).stringRows == [["1", "3"]])
        let reading = try TextReading(hasHeader: false)
        let position = loadError {
            _ = try reading.read("1,2\n", [ColumnRequest(name: "x", from: .position(2), as: .bool)])
        }
        guard case .positionOutOfRange(_, 1, "x", 2, 2) = position else {
            Issue.record("expected an error about a position")
            return
        }
    }

    @Test
    func raggedRows() throws {
        let loaded = try TextReading().read("a,b\n1,2\n3\n4,5,6\n\"x\ny\",7,8\n9,10\n", columns)
        #expect(loaded.stringRows == [["1", "2"], ["9", "10"]])
        #expect(loaded.rejections[.fieldCount] == 3)
        #expect(loaded.rowsRead == 5)
        #expect(loaded.rejectedRows.map(\.line) == [3, 4, 5])
        #expect(loaded.rejectedRows.map(\.text) == ["3", "4,5,6", "\"x\ny\",7,8"])
        #expect(loaded.rejectedRows[0].cause == "1 fields; expected 2")
    }

    @Test
    func unterminatedQuotes() {
        guard case .unterminatedQuote(_, 3) = error("a,b\n1,2\n3,\"4\n5,6\n") else {
            Issue.record("expected the line on which the quote opens")
            return
        }
        guard case .unterminatedQuote(_, 1) = error("a,\"b\n1,2\n") else {
            Issue.record("expected the header's line")
            return
        }
    }

    @Test
    func textThatIsNotUTF8() throws {
        let bytes = Array("a,b\nx,".utf8) + [0xC3, 0x28] + Array("\ny,é\nz,".utf8) + [0xFF] + Array("\nw,v\n".utf8)
        let loaded = try TextReading().read(bytes, columns)
        #expect(loaded.stringRows == [["y", "é"], ["w", "v"]])
        #expect(loaded.rejections[.invalidUTF8, column: "b"] == 2)
        // A column nobody asked for is not looked at.
        #expect(try TextReading().read(bytes, [.string("a")]).stringRows == [["x"], ["y"], ["z"], ["w"]])
        guard case .string(let column) = loaded.table["a"] else { return }
        #expect(column.dictionary.strings == ["w", "y"])
    }

    @Test
    func zeroBytes() throws {
        let bytes = Array("a,b\nx,y".utf8) + [0] + Array("z\n1,2\n".utf8)
        let loaded = try TextReading().read(bytes, columns)
        #expect(loaded.stringRows == [["1", "2"]])
        #expect(loaded.rejections[.nulByte, column: "b"] == 1)
        let number = try TextReading().read(
            bytes, [ColumnRequest(name: "b", from: .header("b"), as: .int64(integral: false))])
        #expect(number.rejections[.nulByte, column: "b"] == 1)
    }

    @Test
    func otherEncodingsAndFormats() {
        let utf16 = "a,b\n1,2\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [utf16, [0xFF, 0xFE] + utf16, [0xFE, 0xFF, 0] + utf16.dropLast()] {
            guard case .wrongEncoding(_, let found) = error(bytes) else {
                Issue.record("expected an error about UTF-16")
                continue
            }
            #expect(found.hasPrefix("UTF-16"))
        }
        guard case .notText = error(Array("PK\u{3}\u{4}rest".utf8)), case .notText = error("PAR1....") else {
            Issue.record("expected an error about other formats")
            return
        }
        guard case .oldLineEnds = error("a,b\r1,2\r") else {
            Issue.record("expected an error about carriage returns")
            return
        }
    }

    @Test
    func limitsOfShape() throws {
        var reading = TextReading()
        reading.limits.fieldBytes = 1_000
        reading.limits.recordBytes = 3_000
        let long = String(repeating: "x", count: 1_001)
        guard case .fieldTooLong(_, 3, 1_000) = error("a,b\n1,2\n\(long),y\n", reading),
            case .fieldTooLong(_, 3, 1_000) = error("a,b\n1,2\n\"\(long)", reading),
            case .fieldTooLong = error("\(long),b\n", reading)
        else {
            Issue.record("expected errors about long fields")
            return
        }
        let many = [String](repeating: String(repeating: "y", count: 900), count: 5).joined(separator: ",")
        guard case .recordTooLong(_, 2, 3_000) = error("a,b\n\(many)\n", reading) else {
            Issue.record("expected an error about a long record")
            return
        }
        let exact = String(repeating: "x", count: 1_000)
        #expect(try reading.read("a,b\n\(exact),y\n", columns).stringRows == [[exact, "y"]])
        reading.grid.windowBytes = 64
        reading.grid.chunkBytes = 100
        guard case .fieldTooLong(_, 3, 1_000) = error("a,b\n1,2\n\(long),y\n", reading) else {
            Issue.record("expected the same in small windows")
            return
        }
    }

    @Test
    func aFieldOfAHundredMegabytes() {
        let field = [UInt8](repeating: UInt8(ascii: "x"), count: 100 << 20)
        guard case .fieldTooLong(_, 2, 16_777_216) = error(Array("a,b\n".utf8) + field + Array(",1\n".utf8)) else {
            Issue.record("expected an error about a long field")
            return
        }
    }

    @Test
    func twoHundredThousandColumns() {
        let header = (0..<200_000).map { "c\($0)" }.joined(separator: ",")
        guard case .tooManyColumns(_, 1, 200_000, 65_536) = error(header + "\n") else {
            Issue.record("expected an error about columns")
            return
        }
    }

    @Test
    func damagedCompression() throws {
        let text = Array("a,b\n".utf8) + (0..<100_000).flatMap { Array("\($0),\($0 * 7_919 % 10_007)\n".utf8) }
        for whole in [Compress.gzip(text), Compress.zstd(text)] {
            let cut = error(Array(whole[..<(whole.count / 2)]))
            guard case .corruptCompression(_, _, "it ends early", let compressed, let expanded) = cut else {
                Issue.record("expected an error about a truncated file, found \(String(describing: cut))")
                continue
            }
            #expect(compressed == whole.count / 2)
            #expect(expanded > 0)
            #expect(cut?.category == .unreadable)
        }
        var wrongSum = Compress.gzip(text)
        wrongSum[wrongSum.count - 6] ^= 1
        guard case .corruptCompression(_, "gzip", "incorrect data check", _, _) = error(wrongSum),
            case .corruptCompression(_, "gzip", _, _, _) = error(Compress.gzip(text) + [1, 2, 3]),
            case .corruptCompression(_, "gzip", _, 0, 0) = error([1, 2, 3, 4], name: "data.csv.gz")
        else {
            Issue.record("expected errors about damaged gzip")
            return
        }
    }

    @Test
    func textThatExpandsTooFar() {
        var reading = TextReading()
        let bytes = Array("a,b\n".utf8) + [UInt8](repeating: UInt8(ascii: "\n"), count: 80 << 20)
        let bomb = Compress.gzip(bytes)
        #expect(bytes.count > 1_000 * bomb.count)
        guard case .expandsTooFar(_, _, _, 1_000) = error(bomb, reading) else {
            Issue.record("expected an error about expansion")
            return
        }
        reading.limits.expansion = 100_000
        #expect(error(bomb, reading) == nil)
    }

    @Test
    func keptRejectionsAreBounded() throws {
        var reading = TextReading()
        reading.limits.keptRejections = 10
        reading.limits.keptTextBytes = 5
        reading.grid.chunkBytes = 50
        let loaded = try reading.read("a,b\n" + String(repeating: "1234567\n", count: 100), columns)
        #expect(loaded.rejections[.fieldCount] == 100)
        #expect(loaded.rejectedRows.count == 10)
        #expect(loaded.rejectedRows.map(\.line) == Array(2...11))
        #expect(loaded.rejectedRows.allSatisfy { $0.text == "12345" })
    }

    @Test
    func filesThatChangeWhileTheyAreRead() throws {
        let directory = ScratchDirectory()
        let text = "a,b\n" + String(repeating: "12345,67890\n", count: 1_000)
        let rewrites: [(name: String, change: @Sendable (FileHandle) throws -> Void)] = [
            ("shrinks", { try $0.truncate(atOffset: 6_000) }),
            (
                "grows",
                {
                    try $0.seekToEnd(); try $0.write(contentsOf: Data("1,2\n".utf8))
                }
            ),
        ]
        for (name, change) in rewrites {
            let path = directory.write(name, text)
            var grid = ReadGrid()
            grid.chunkBytes = 1_000
            grid.windowBytes = 100
            let reader = try DelimitedReader(format: .standard, columns: columns, grid: grid)
            let hasChanged = Mutex(false)
            let found = loadError {
                _ = try reader.read(files: [path], pool: WorkerPool(threadCount: 1)) { completed, _ in
                    let isFirst = hasChanged.withLock { known in
                        guard !known, completed > 1_000 else { return false }
                        known = true
                        return true
                    }
                    guard isFirst, let handle = FileHandle(forUpdatingAtPath: path) else { return }
                    try? change(handle)
                    try? handle.close()
                }
            }
            guard case .changedWhileRead(path, _) = found else {
                Issue.record("\(name): found \(String(describing: found))")
                continue
            }
            #expect(found?.category == .unreadable)
        }
    }

    @Test
    func progressEndsWithTheWhole() throws {
        let directory = ScratchDirectory()
        let text = Array(("a,b\n" + String(repeating: "12345,67890\n", count: 1_000)).utf8)
        for bytes in [text, Compress.gzip(text)] {
            let path = directory.write("data", bytes)
            var grid = ReadGrid()
            grid.chunkBytes = 500
            grid.batchBytes = 2_000
            let latest = Mutex((completed: 0, total: 0))
            let reader = try DelimitedReader(format: .standard, columns: columns, grid: grid)
            _ = try reader.read(files: [path], pool: WorkerPool(threadCount: 3)) { completed, total in
                latest.withLock { if completed > $0.completed { $0 = (completed, total) } }
            }
            #expect(latest.withLock { $0.total } == bytes.count)
            #expect(latest.withLock { $0.completed } == bytes.count)
        }
    }
}
