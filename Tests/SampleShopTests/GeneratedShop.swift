import Foundation
import SampleShop
import Testing

/// A shop written to a temporary directory and read back; the directory goes when this does.
final class GeneratedShop {
    let directory: URL
    let summary: SampleShop.Summary

    init(users: Int = 2_000, items: Int = 800, events: Int = 120_000, seed: UInt64 = 7) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("sample-shop-\(UUID().uuidString)")
        let options = try SampleShop.Options(users: users, items: items, events: events, seed: seed)
        summary = try SampleShop(options: options).write(to: directory)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: directory.appendingPathComponent(name))
    }

    /// The rows of a file, the header left out.
    func rows(_ name: String) throws -> [[String]] {
        Array(TinyCSV.rows([UInt8](try bytes(name))).dropFirst())
    }

    func header(_ name: String) throws -> [String]? {
        TinyCSV.rows([UInt8](try bytes(name))).first
    }

    func truth() throws -> SampleShop.Truth {
        try JSONDecoder().decode(SampleShop.Truth.self, from: try bytes(SampleShop.FileName.truth))
    }

    /// The rows of the log that a reader accepts and that carry both ids, copies of earlier rows left out.
    func cleanEvents() throws -> [LogRow] {
        var known: Set<[String]> = []
        return try rows(SampleShop.FileName.events).compactMap { cells in
            guard let row = LogRow(cells), !row.user.isEmpty, !row.item.isEmpty else { return nil }
            return known.insert(cells).inserted ? row : nil
        }
    }
}

/// A well-formed row of `events.csv`.
struct LogRow {
    let user: String
    let item: String
    let event: String
    let timestamp: Int
    let session: String
    let price: String
    let promotion: String

    init?(_ cells: [String]) {
        guard cells.count == 7, let timestamp = Int(cells[3]) else { return nil }
        (user, item, event, session, price, promotion) = (cells[0], cells[1], cells[2], cells[4], cells[5], cells[6])
        self.timestamp = timestamp
    }
}

/// The plainest reader of RFC 4180, written apart from the writer under test.
enum TinyCSV {
    static func rows(_ bytes: [UInt8]) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    cell.append(byte)
                } else if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
                row.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
                if byte == UInt8(ascii: "\n") {
                    rows.append(row)
                    row.removeAll(keepingCapacity: true)
                }
            } else {
                cell.append(byte)
            }
        }
        return rows
    }
}
