import DurableFiles
import Foundation
import Tables

/// Reads and writes the safetensors format: an 8-byte length, a JSON header, then the tensors' little-endian bytes.
///
/// Source: the format's published description (github.com/huggingface/safetensors). Tensors lie in the archive's order,
/// back to back; the header is padded with blanks so that the data starts on a multiple of 8.
public enum SafetensorsFile {
    /// The largest header the format allows.
    private static let maximumHeader = 100_000_000

    @discardableResult
    public static func write(_ archive: TensorArchive, to path: String, in files: FileSystem) throws -> WrittenFile {
        let writer = try FileWriter(path, in: files)
        var header = Array(self.header(of: archive).text().utf8)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try writer.write($0) }
        try writer.write(header)
        for tensor in archive.tensors { try tensor.storage.withBytes { try writer.write($0) } }
        return try writer.finish()
    }

    private static func header(of archive: TensorArchive) -> JSON {
        var members: [JSON.Member] = []
        if !archive.metadata.isEmpty {
            let sorted = archive.metadata.sorted { $0.key < $1.key }
            members.append(.init("__metadata__", .object(sorted.map { .init($0.key, .string($0.value)) })))
        }
        var offset = 0
        for tensor in archive.tensors {
            let end = offset + tensor.storage.count * tensor.storage.elementSize
            members.append(
                .init(
                    tensor.name,
                    [
                        "dtype": .string(tensor.storage.typeName), "shape": .array(tensor.shape.map(JSON.integer)),
                        "data_offsets": .array([.integer(offset), .integer(end)]),
                    ]))
            offset = end
        }
        return .object(members)
    }

    /// Reads a whole file.
    ///
    /// - Throws: `InputError` when it can't be read or isn't the format; every offset is checked before it is used.
    public static func read(_ path: String) throws -> TensorArchive {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw damaged(path, "the file can't be read")
        }
        guard data.count >= 8 else { throw damaged(path, "it is shorter than its header's length") }
        let length = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= maximumHeader, Int(length) <= data.count - 8 else {
            throw damaged(path, "its header is cut off")
        }
        let bodyStart = 8 + Int(length)
        guard let node = JSONParser.parse(Array(data[8..<bodyStart]), path: path, diagnostics: Diagnostics()) else {
            throw damaged(path, "its header is no JSON")
        }
        var tensors: [Tensor] = []
        var metadata: [String: String] = [:]
        for member in node.json.members ?? [] {
            if member.name == "__metadata__" {
                for entry in member.value.members ?? [] { metadata[entry.name] = entry.value.stringValue }
            } else {
                tensors.append(try tensor(member, in: data, bodyStart: bodyStart, path: path))
            }
        }
        return TensorArchive(tensors, metadata: metadata)
    }

    private static func tensor(_ member: JSON.Member, in data: Data, bodyStart: Int, path: String) throws -> Tensor {
        let bodySize = data.count - bodyStart
        guard let type = member.value["dtype"]?.stringValue,
            let shape = member.value["shape"]?.arrayValue?.map(\.integerValue), !shape.contains(nil),
            let offsets = member.value["data_offsets"]?.arrayValue?.map(\.integerValue), offsets.count == 2,
            let start = offsets[0], let end = offsets[1], 0 <= start, start <= end, end <= bodySize
        else { throw damaged(path, "the entry of \(member.name) has no type, shape and offsets inside the file") }
        let bytes = data[(bodyStart + start)..<(bodyStart + end)]
        guard let storage = Tensor.Storage(type: type, bytes: bytes) else {
            throw damaged(path, "the tensor \(member.name) has the type \(type) and \(bytes.count) bytes")
        }
        var count = 1
        for extent in shape.compactMap(\.self) {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow else { throw damaged(path, "the shape of \(member.name) is impossible") }
            count = product
        }
        guard count == storage.count else {
            throw damaged(path, "the tensor \(member.name) has \(storage.count) values, its shape \(count)")
        }
        return Tensor(member.name, shape: shape.compactMap(\.self), storage)
    }

    private static func damaged(_ path: String, _ found: String) -> InputError {
        InputError(path: path, found: found, remedy: "it is no safetensors file of Mercer; export it again")
    }
}
