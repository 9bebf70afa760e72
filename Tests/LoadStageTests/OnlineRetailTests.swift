import LinearAlgebra
import LoadStage
import Tables
import Testing

/// The UCI Online Retail data set as it lies: gzip, quoted descriptions, ids written as floats, missing customers.
struct OnlineRetailTests {
    @Test
    func everyRowIsRead() throws {
        guard let path = SharedData.path("online-retail.csv.gz") else { return }
        let columns = [
            ColumnRequest(name: "invoice", from: .header("InvoiceNo"), as: .string(integral: false)),
            ColumnRequest(name: "item", from: .header("StockCode"), as: .string(integral: false)),
            ColumnRequest(name: "description", from: .header("Description"), as: .string(integral: false)),
            ColumnRequest(name: "quantity", from: .header("Quantity"), as: .int64(integral: false)),
            ColumnRequest(name: "time", from: .header("InvoiceDate"), as: .timestamp(try TimeFormat("iso8601"))),
            ColumnRequest(name: "price", from: .header("UnitPrice"), as: .float64),
            ColumnRequest(name: "user", from: .header("CustomerID"), as: .string(integral: true)),
            ColumnRequest(name: "country", from: .header("Country"), as: .string(integral: false)),
        ]
        let reader = try DelimitedReader(format: DelimitedFormat(), columns: columns)
        let loaded = try reader.read(files: [path], pool: WorkerPool(threadCount: 2))
        #expect(loaded.rowsRead == 541_909)
        #expect(loaded.table.rowCount == 541_909)
        #expect(loaded.rejections.total == 0)

        // Published facts of the data set: 135,080 rows without a customer, 4,372 customers, 25,900 invoices, 38 countries.
        guard case .string(let users) = loaded.table["user"], case .string(let invoices) = loaded.table["invoice"],
            case .string(let countries) = loaded.table["country"], case .timestamp(let times) = loaded.table["time"]
        else { return }
        #expect(users.codes.count { $0 < 0 } == 135_080)
        #expect(users.dictionary.count == 4_372)
        #expect(invoices.dictionary.count == 25_900)
        #expect(countries.dictionary.count == 38)
        // 2010-12-01 08:26 to 2011-12-09 12:50.
        #expect(times.values.min() == 1_291_191_960_000_000)
        #expect(times.values.max() == 1_323_435_000_000_000)

        let serial = try reader.read(files: [path], pool: WorkerPool(threadCount: 1))
        #expect(serial.table == loaded.table)
    }
}
