import DurableFiles
import Foundation
import Pipeline
import Tables
import TestSupport
import Testing

@Suite struct SafetensorsFileTests {
    private let archive = TensorArchive(
        [
            Tensor("floats", shape: [2, 2], .float32([1, -0.5, .pi, 0])), Tensor("scalar", shape: [], .float64([0.1])),
            Tensor("none", shape: [0, 3], .int32([])), Tensor("long", shape: [2], .int64([.min, .max])),
            Tensor("bytes", shape: [3], .uint8([0, 127, 255])),
        ], metadata: ["kind": "test"])

    @Test func everyTypeComesBack() throws {
        let directory = try TemporaryDirectory()
        try SafetensorsFile.write(archive, to: directory.file("a.safetensors"), in: FileSystem())
        #expect(try SafetensorsFile.read(directory.file("a.safetensors")) == archive)
    }

    /// Whatever a damaged file says, reading it ends in an error that names it.
    @Test(arguments: [
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9223372036854775807],\"data_offsets\":[0,4]}}",
        "{\"t\":{\"dtype\":\"Q7\",\"shape\":[1],\"data_offsets\":[0,4]}}", "{\"t\":1}", "[]x", "",
    ])
    func aWrongHeaderIsRefused(header: String) throws {
        let directory = try TemporaryDirectory()
        var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { [UInt8]($0) }
        bytes += Array(header.utf8) + [0, 0, 0, 0]
        let path = directory.file("wrong.safetensors")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        if header.isEmpty || header.hasPrefix("{") || header.hasPrefix("[") {
            #expect(throws: InputError.self) { try SafetensorsFile.read(path) }
        }
    }

    @Test(arguments: [0, 7, 8, 40, 200])
    func aFileThatIsCutIsRefused(length: Int) throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("cut.safetensors")
        try SafetensorsFile.write(archive, to: path, in: FileSystem())
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        #expect(throws: InputError.self) { try SafetensorsFile.read(path) }
    }
}
