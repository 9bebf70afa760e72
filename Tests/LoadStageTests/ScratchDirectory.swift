import CZlib
import CZstd
import Foundation
import LinearAlgebra
import LoadStage
import Tables

/// A directory of one test, gone with it.
final class ScratchDirectory {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "load-stage-tests-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) -> String {
        let file = "\(path)/\(name)"
        let isWritten = FileManager.default.createFile(atPath: file, contents: Data(bytes))
        precondition(isWritten, "the scratch directory takes files")
        return file
    }

    @discardableResult
    func write(_ name: String, _ text: String) -> String { write(name, text.utf8) }
}

/// Compresses with the libraries' one-shot calls.
enum Compress {
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 10 + 128)
        var input = bytes + [0]
        let written = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(bytes.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END, "the output has room")
                return output.count - Int(stream.avail_out)
            }
        }
        deflateEnd(&stream)
        return Array(output[..<written])
    }

    static func zstd(_ bytes: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let written = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
        return Array(output[..<written])
    }
}

/// Reads texts through a file.
struct TextReading {
    var format = DelimitedFormat.standard
    var limits = ReadLimits()
    var grid = ReadGrid()
    var threads = 2

    init() {}

    init(delimiter: String = ",", quote: String = "\"", hasHeader: Bool = true, nullTokens: [String] = []) throws {
        format = try DelimitedFormat(
            delimiter: delimiter, quote: quote, hasHeader: hasHeader, nullTokens: nullTokens)
    }

    func read(_ bytes: [UInt8], _ columns: [ColumnRequest], name: String = "data.csv") throws -> LoadedTable {
        let directory = ScratchDirectory()
        return try read(files: [directory.write(name, bytes)], columns)
    }

    func read(_ text: String, _ columns: [ColumnRequest]) throws -> LoadedTable {
        try read(Array(text.utf8), columns)
    }

    func read(files: [String], _ columns: [ColumnRequest]) throws -> LoadedTable {
        let reader = try DelimitedReader(format: format, columns: columns, limits: limits, grid: grid)
        return try reader.read(files: files, pool: WorkerPool(threadCount: threads))
    }

    /// Reads one column called `x`, a cell a line; cells with commas must come quoted.
    func cells(_ cells: [String], as kind: ColumnRequest.Kind) throws -> (column: Column, loaded: LoadedTable) {
        // A second column keeps empty cells from being blank lines.
        let text = "x,y\n" + cells.map { "\($0),\n" }.joined()
        let loaded = try read(text, [ColumnRequest(name: "x", from: .header("x"), as: kind)])
        return (loaded.table["x"]!, loaded)
    }
}

extension ColumnRequest {
    static func string(_ name: String) -> ColumnRequest {
        ColumnRequest(name: name, from: .header(name), as: .string(integral: false))
    }
}

extension LoadedTable {
    /// The rows of string columns.
    var stringRows: [[String?]] {
        let columns = table.columns.map { column -> StringColumn in
            guard case .string(let strings) = column else { preconditionFailure("a table of strings") }
            return strings
        }
        return (0..<table.rowCount).map { row in columns.map { $0[row] } }
    }
}

/// The error `body` throws as a ``LoadError``.
func loadError(_ body: () throws -> Void) -> LoadError? {
    do {
        try body()
        return nil
    } catch {
        return error as? LoadError
    }
}
