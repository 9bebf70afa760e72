import DurableFiles
import ExportStage
import Pipeline
import Tables
import TestSupport
import Testing

struct TableExporterTests {
    private func exported(_ table: Table, _ settings: String, threads: Int = 1) throws -> String {
        let directory = try TemporaryDirectory()
        let input = ExportInput(
            directory: directory.path, files: FileSystem(), shipped: nil, tables: ["orders": table], excludeSeen: true)
        let files = try TableExporter.read(settings).write(input, in: .forTest(threads: threads))
        #expect(files.map(\.path) == [directory.file("tables/orders.csv")])
        return try directory.text("tables/orders.csv")
    }

    @Test("every type is spelled so that it reads back; a missing cell is empty, an empty string is not")
    func cells() throws {
        let table = Table(columns: [
            ("a,b", .string(StringColumn(["x", "", nil, "say \"hi\""]))),
            ("count", .int64(ValueColumn([1, nil, -3, .max] as [Int64?]))),
            ("price", .float64(ValueColumn([0.1, 2, nil, 1e300] as [Double?]))),
            ("paid", .bool(ValueColumn([true, false, nil, true] as [Bool?]))),
            // 2011-12-09 is day 15,317 since 1970.
            ("time", .timestamp(ValueColumn([1_323_435_000_000_000, 0, nil, 1_500_000] as [Int64?]))),
        ])
        #expect(
            try exported(table, #"{"table": "orders"}"#) == """
                "a,b",count,price,paid,time
                x,1,0.1,true,2011-12-09T12:50:00Z
                "",,2.0,false,1970-01-01T00:00:00Z
                ,-3,,,
                "say ""hi""\",9223372036854775807,1e+300,true,1970-01-01T00:00:01.500000Z

                """)
        #expect(
            try exported(table, #"{"table": "orders", "columns": ["paid", "count"]}"#).hasPrefix(
                "paid,count\ntrue,1\nfalse,\n"))
    }

    @Test("many rows keep their order at any thread count")
    func order() throws {
        let count = 40_000
        let table = Table(columns: [("n", .int64(ValueColumn(values: (0..<Int64(count)).map { $0 })))])
        let expected = "n\n" + (0..<count).map { "\($0)\n" }.joined()
        for threads in [1, 3] {
            let text = try exported(table, #"{"table": "orders"}"#, threads: threads)
            #expect(text == expected)
        }
    }
}
