extension StringDictionary {
    /// The dictionary as two tensors, `<name>.bytes` and `<name>.offsets`.
    public func tensors(named name: String) -> [Tensor] {
        [
            Tensor("\(name).bytes", shape: [bytes.count], .uint8(bytes)),
            Tensor("\(name).offsets", shape: [offsets.count], .int64(offsets.map(Int64.init))),
        ]
    }

    /// Reads back what `tensors(named:)` gave, checking that offsets ascend from 0 to the number of bytes.
    public init(_ archive: TensorArchive, named name: String) throws(ArchiveError) {
        let bytes = try archive.uint8("\(name).bytes")
        let offsets = try archive.int64("\(name).offsets")
        let ascends = zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
        guard offsets.first == 0, offsets.last == Int64(bytes.count), ascends else {
            throw .wrongTensor(
                name: "\(name).offsets", found: "out of order", expected: "ascending from 0 to \(bytes.count)")
        }
        self.init(sortedBytes: bytes, offsets: offsets.map(Int.init))
    }
}
