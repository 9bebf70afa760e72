import Foundation
import LoadStage
import Tables
import Testing

struct FormatTests {
    private let columns = ["a", "b"].map(ColumnRequest.string)

    @Test
    func missingAndEmptyCells() throws {
        let loaded = try TextReading().read("a,b\n,\"\"\n\"\",\n\"\"\"\",x\n", columns)
        #expect(loaded.stringRows == [[nil, ""], ["", nil], ["\"", "x"]])
    }

    @Test
    func nullTokensStandForMissingQuotedOrNot() throws {
        let reading = try TextReading(nullTokens: ["NA", "-1", ""])
        let loaded = try reading.read(
            "a,b\nNA,-1\n\"NA\",\"-1\"\nNAN,1\n\"\",\"\"\n",
            [.string("a"), ColumnRequest(name: "b", from: .header("b"), as: .int64(integral: false))])
        #expect(loaded.rejections.total == 0)
        #expect(loaded.table["a"] == .string(StringColumn([nil, nil, "NAN", nil])))
        #expect(loaded.table["b"] == .int64(ValueColumn([nil, nil, 1, nil])))
    }

    @Test
    func lineEndsAndTheLastLine() throws {
        let expected = [["1", "2"], ["3", "4"]]
        for text in ["a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r\n1,2\n3,4", "\n\na,b\n\n1,2\r\n\r\n3,4\r"] {
            let loaded = try TextReading().read(text, columns)
            #expect(loaded.stringRows == expected, "\(text.debugDescription)")
            #expect(loaded.rowsRead == 2)
        }
    }

    @Test
    func blankLinesAreCellsOfAOneColumnFile() throws {
        let loaded = try TextReading().read("a\nx\n\n\"\"\ny\n", [.string("a")])
        #expect(loaded.stringRows == [["x"], [nil], [""], ["y"]])
    }

    @Test
    func byteOrderMark() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("a,b\n1,2\n".utf8)
        #expect(try TextReading().read(bytes, columns).stringRows == [["1", "2"]])
    }

    @Test
    func otherDelimitersAndQuotes() throws {
        let semicolons = try TextReading(delimiter: ";", quote: "'")
        #expect(try semicolons.read("a;b\n'x;''y';\"z\"\n", columns).stringRows == [["x;'y", "\"z\""]])
        let tabs = try TextReading(delimiter: "\t", quote: "")
        #expect(try tabs.read("a\tb\n\"x\ty\"\n", columns).stringRows == [["\"x", "y\""]])
    }

    @Test
    func filesWithoutHeader() throws {
        let reading = try TextReading(hasHeader: false)
        let columns = [
            ColumnRequest(name: "second", from: .position(1), as: .string(integral: false)),
            ColumnRequest(name: "first", from: .position(0), as: .int64(integral: false)),
        ]
        let loaded = try reading.read("1,x\n2,\"y\"\n", columns)
        #expect(loaded.table["second"] == .string(StringColumn(["x", "y"])))
        #expect(loaded.table["first"] == .int64(ValueColumn(values: [1, 2])))
    }

    @Test
    func columnsMayComeTwiceAndByPosition() throws {
        let loaded = try TextReading().read(
            "a,b,a\n1,2,3\n",
            [
                ColumnRequest(name: "x", from: .position(2), as: .string(integral: false)),
                ColumnRequest(name: "y", from: .header("b"), as: .string(integral: false)),
                ColumnRequest(name: "z", from: .header("b"), as: .int64(integral: false)),
            ])
        #expect(loaded.table["x"] == .string(StringColumn(["3"])))
        #expect(loaded.table["y"] == .string(StringColumn(["2"])))
        #expect(loaded.table["z"] == .int64(ValueColumn(values: [2])))
    }

    @Test
    func constantColumns() throws {
        let loaded = try TextReading().read(
            "a,b\n1,2\n3,4\n",
            [
                ColumnRequest(name: "event", from: .constant("purchase"), as: .string(integral: false)),
                .string("a"),
                ColumnRequest(name: "weight", from: .constant("0.5"), as: .float64),
            ])
        #expect(loaded.table.schema.names == ["event", "a", "weight"])
        #expect(loaded.table["event"] == .string(StringColumn(["purchase", "purchase"])))
        #expect(loaded.table["weight"] == .float64(ValueColumn(values: [0.5, 0.5])))
        let error = loadError {
            _ = try TextReading().read(
                "a\n", [ColumnRequest(name: "n", from: .constant("x"), as: .int64(integral: false))])
        }
        #expect(error?.category == .setting)
    }

    @Test
    func requiredColumnsRejectRowsWithMissingCells() throws {
        let loaded = try TextReading().read(
            "a,b\n1,\n,2\n3,4\n",
            [
                ColumnRequest(name: "a", from: .header("a"), as: .string(integral: false), isRequired: true),
                ColumnRequest(name: "b", from: .header("b"), as: .int64(integral: false), isRequired: true),
            ])
        #expect(loaded.table.rowCount == 1)
        #expect(loaded.rejections[.missingValue, column: "a"] == 1)
        #expect(loaded.rejections[.missingValue, column: "b"] == 1)
        #expect(loaded.table["a"] == .string(StringColumn(["3"])))
    }

    @Test
    func severalFilesEachWithItsOwnHeader() throws {
        let directory = ScratchDirectory()
        let files = [
            directory.write("1.csv", "a,b\n1,2\n"),
            directory.write("2.csv.gz", Compress.gzip(Array("b,c,a\n4,x,3\n".utf8))),
            directory.write("3.csv.zst", Compress.zstd(Array("a,b\r\n5,6".utf8))),
        ]
        let loaded = try TextReading().read(files: files, columns)
        #expect(loaded.stringRows == [["1", "2"], ["3", "4"], ["5", "6"]])
        #expect(loaded.files == files)
    }

    @Test
    func manyFilesFollowEachOther() throws {
        let directory = ScratchDirectory()
        var files: [String] = []
        var expected: [[String]] = []
        for number in 0..<150 {
            let rows = (0..<(number % 7)).map { ["\(number)", "\($0)"] }
            let text = Array(("a,b\n" + rows.map { $0.joined(separator: ",") + "\n" }.joined()).utf8)
            files.append(directory.write("\(number)", number % 40 == 3 ? Compress.gzip(text) : text))
            expected += rows
        }
        var reading = TextReading()
        reading.threads = 3
        reading.grid.chunkBytes = 16
        reading.grid.filesPerWave = 10
        let loaded = try reading.read(files: files, columns)
        #expect(loaded.stringRows == expected)
        #expect(loaded.rowsRead == expected.count)
    }

    @Test
    func compressionIsToldByContent() throws {
        let text = Array("a,b\n1,2\n".utf8)
        let reading = TextReading()
        for bytes in [text, Compress.gzip(text), Compress.zstd(text)] {
            for name in ["x.csv", "x.csv.gz", "x.zst"] {
                #expect(try reading.read(bytes, columns, name: name).stringRows == [["1", "2"]])
            }
        }
        let members = Compress.gzip(Array("a,b\n1,".utf8)) + Compress.gzip([]) + Compress.gzip(Array("2\n".utf8))
        #expect(try reading.read(members, columns).stringRows == [["1", "2"]])
        #expect(try reading.read(members + [0, 0, 0], columns).stringRows == [["1", "2"]])
        let frames = Compress.zstd(Array("a,b\n1,".utf8)) + Compress.zstd(Array("2\n".utf8))
        #expect(try reading.read(frames, columns).stringRows == [["1", "2"]])
    }

    @Test(arguments: [(",,", "\""), ("", "\""), ("é", "\""), ("\n", "\""), (",", ","), (",", "''")])
    func delimitersAndQuotesAreSingleCharacters(delimiter: String, quote: String) {
        let error = loadError { _ = try DelimitedFormat(delimiter: delimiter, quote: quote) }
        #expect(error?.category == .setting)
    }

    @Test
    func patternsOfPathsExpandSortedByBytes() throws {
        let directory = ScratchDirectory()
        for name in ["b.csv", "a.csv", "B.csv", "[x].csv", "c.txt"] { directory.write(name, "a\n") }
        try FileManager.default.createDirectory(atPath: directory.path + "/d.csv", withIntermediateDirectories: true)
        let prefix = directory.path + "/"
        let expected = ["B.csv", "[x].csv", "a.csv", "b.csv"].map { prefix + $0 }
        #expect(try InputPaths.expand([prefix + "*.csv"]) == expected)
        #expect(try InputPaths.expand([prefix + "[x].csv"]) == [prefix + "[x].csv"])
        #expect(
            try InputPaths.expand([prefix + "b.csv", prefix + "?.csv"])
                == ["b.csv", "B.csv", "a.csv"].map { prefix + $0 })
        let error = loadError { _ = try InputPaths.expand([prefix + "*.tsv"]) }
        #expect(error?.category == .unreadable)
    }
}
