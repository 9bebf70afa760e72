extension TensorArchive {
    public func require(_ name: String) throws(ArchiveError) -> Tensor {
        guard let tensor = self[name] else { throw .missingTensor(name) }
        return tensor
    }

    public func float32(_ name: String) throws(ArchiveError) -> [Float] {
        guard case .float32(let values) = try require(name).storage else { throw wrongType(name, expected: "F32") }
        return values
    }

    public func float64(_ name: String) throws(ArchiveError) -> [Double] {
        guard case .float64(let values) = try require(name).storage else { throw wrongType(name, expected: "F64") }
        return values
    }

    public func int32(_ name: String) throws(ArchiveError) -> [Int32] {
        guard case .int32(let values) = try require(name).storage else { throw wrongType(name, expected: "I32") }
        return values
    }

    public func int64(_ name: String) throws(ArchiveError) -> [Int64] {
        guard case .int64(let values) = try require(name).storage else { throw wrongType(name, expected: "I64") }
        return values
    }

    public func uint8(_ name: String) throws(ArchiveError) -> [UInt8] {
        guard case .uint8(let values) = try require(name).storage else { throw wrongType(name, expected: "U8") }
        return values
    }

    public func requireMetadata(_ name: String) throws(ArchiveError) -> String {
        guard let text = metadata[name] else { throw .missingMetadata(name) }
        return text
    }

    private func wrongType(_ name: String, expected: String) -> ArchiveError {
        .wrongTensor(name: name, found: self[name]?.storage.typeName ?? "absent", expected: expected)
    }
}

extension Tensor.Storage {
    /// The type as safetensors spells it.
    public var typeName: String {
        switch self {
        case .float32: "F32"
        case .float64: "F64"
        case .int32: "I32"
        case .int64: "I64"
        case .uint8: "U8"
        }
    }
}
