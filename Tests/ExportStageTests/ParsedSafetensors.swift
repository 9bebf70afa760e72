import Foundation
import Testing

/// A safetensors file read by hand, from the format's description alone.
struct ParsedSafetensors {
    struct Entry {
        let type: String
        let shape: [Int]
        let start: Int
        let end: Int
    }

    let bytes: [UInt8]
    let dataStart: Int
    let entries: [String: Entry]

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        dataStart = 8 + length
        let header = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes[8..<dataStart])) as? [String: [String: Any]])
        var entries: [String: Entry] = [:]
        for (name, value) in header where name != "__metadata__" {
            let offsets = try #require(value["data_offsets"] as? [Int])
            entries[name] = Entry(
                type: try #require(value["dtype"] as? String), shape: try #require(value["shape"] as? [Int]),
                start: offsets[0], end: offsets[1])
        }
        self.entries = entries
    }

    var shapes: [String: [Int]] { entries.mapValues(\.shape) }

    var isContiguous: Bool {
        let sorted = entries.values.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        let ends = [0] + sorted.map(\.end)
        return zip(sorted, ends).allSatisfy { $0.start == $1 } && ends.last == bytes.count - dataStart
    }

    func floats(_ name: String) throws -> [Float] {
        try integers(name, UInt32.self, type: "F32").map(Float.init(bitPattern:))
    }

    func integers<Value: FixedWidthInteger>(_ name: String, _: Value.Type, type: String) throws -> [Value] {
        let entry = try #require(entries[name])
        #expect(entry.type == type)
        let size = Value.bitWidth / 8
        return stride(from: dataStart + entry.start, to: dataStart + entry.end, by: size).map { start in
            (0..<size).reduce(Value(0)) { $0 | Value(truncatingIfNeeded: bytes[start + $1]) << Value(8 * $1) }
        }
    }
}
