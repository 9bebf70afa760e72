import DurableFiles
import Tables

/// `users.csv` and `items.csv`: the header `row,id`, then which row of the tensors is whom, in order (RFC 4180).
public enum IDFile {
    private static let header = Array("row,id\n".utf8)

    @discardableResult
    public static func write(_ ids: StringDictionary, to path: String, in files: FileSystem) throws -> WrittenFile {
        let writer = try FileWriter(path, in: files)
        try writer.write(header)
        var line: [UInt8] = []
        for row in 0..<ids.count {
            line.removeAll(keepingCapacity: true)
            line.append(contentsOf: String(row).utf8)
            line.append(UInt8(ascii: ","))
            ids.withBytes(of: row) { CSVField.append($0, to: &line) }
            line.append(UInt8(ascii: "\n"))
            try writer.write(line)
        }
        return try writer.finish()
    }

    /// Reads the ids back. O(bytes).
    ///
    /// - Throws: a problem that names the row which is not the next one, or whose id does not follow in byte order.
    static func read(_ file: String, in directory: String) throws(BundleProblem) -> StringDictionary {
        let bytes = try BundleFileReader.bytes(of: file, in: directory)
        guard bytes.starts(with: header) else {
            throw BundleProblem(file, .malformed("does not start with the header row,id"))
        }
        var records = CSVRecords(bytes)
        var text: [UInt8] = []
        var offsets = [0]
        _ = try advance(&records, in: file)
        while try advance(&records, in: file) {
            let row = offsets.count - 1
            guard records.count == 2, records.field(0, is: String(row).utf8) else {
                throw BundleProblem(file, .malformed("has something else where row \(row) belongs"))
            }
            records.append(1, to: &text)
            let id = text[offsets[row]...]
            if row > 0, !text[offsets[row - 1]..<offsets[row]].lexicographicallyPrecedes(id) {
                throw BundleProblem(file, .malformed("has an id in row \(row) that does not sort after the one before"))
            }
            offsets.append(text.count)
        }
        return StringDictionary(sortedBytes: text, offsets: offsets)
    }

    private static func advance(_ records: inout CSVRecords, in file: String) throws(BundleProblem) -> Bool {
        do {
            return try records.advance()
        } catch {
            throw BundleProblem(file, .malformed("has \(error.found) in line \(error.line)"))
        }
    }
}
