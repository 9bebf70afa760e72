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
        var parser = RecordParser(bytes: bytes, position: header.count)
        var text: [UInt8] = []
        var offsets = [0]
        while parser.position < bytes.count {
            let row = offsets.count - 1
            guard parser.skipRow(row) else {
                throw BundleProblem(file, .malformed("has something else where row \(row) belongs"))
            }
            guard parser.appendField(to: &text) else {
                throw BundleProblem(file, .malformed("does not end the quoted id of row \(row)"))
            }
            let id = text[offsets[row]...]
            if row > 0, !text[offsets[row - 1]..<offsets[row]].lexicographicallyPrecedes(id) {
                throw BundleProblem(file, .malformed("has an id in row \(row) that does not sort after the one before"))
            }
            offsets.append(text.count)
        }
        return StringDictionary(sortedBytes: text, offsets: offsets)
    }
}

/// Walks over the records of an id file.
private struct RecordParser {
    let bytes: [UInt8]
    var position: Int

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Passes the row number and its comma; false where something else stands there.
    mutating func skipRow(_ row: Int) -> Bool {
        for byte in "\(row),".utf8 {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }

    /// Appends the field that starts here and passes the end of its line; false where a quoted field has no end.
    mutating func appendField(to text: inout [UInt8]) -> Bool {
        guard position < bytes.count, bytes[position] == Self.quote else {
            while position < bytes.count, bytes[position] != Self.lineFeed, bytes[position] != Self.carriageReturn {
                text.append(bytes[position])
                position += 1
            }
            return passLineEnd()
        }
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte != Self.quote {
                text.append(byte)
            } else if position < bytes.count, bytes[position] == Self.quote {
                text.append(byte)
                position += 1
            } else {
                return passLineEnd()
            }
        }
        return false
    }

    private mutating func passLineEnd() -> Bool {
        if position < bytes.count, bytes[position] == Self.carriageReturn { position += 1 }
        guard position < bytes.count else { return true }
        guard bytes[position] == Self.lineFeed else { return false }
        position += 1
        return true
    }
}
