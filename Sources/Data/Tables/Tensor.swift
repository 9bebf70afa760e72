/// A named array with a shape: what models, datasets and bundles are stored as.
public struct Tensor: Sendable, Equatable {
    public enum Storage: Sendable, Equatable {
        case float32([Float])
        case float64([Double])
        case int32([Int32])
        case int64([Int64])
        case uint8([UInt8])

        public var count: Int {
            switch self {
            case .float32(let values): values.count
            case .float64(let values): values.count
            case .int32(let values): values.count
            case .int64(let values): values.count
            case .uint8(let values): values.count
            }
        }
    }

    public let name: String
    /// Row-major; an empty shape is a scalar.
    public let shape: [Int]
    public let storage: Storage

    public init(_ name: String, shape: [Int], _ storage: Storage) {
        precondition(shape.reduce(1, *) == storage.count, "\(name) has \(storage.count) values for the shape \(shape)")
        self.name = name
        self.shape = shape
        self.storage = storage
    }
}

/// Tensors and short texts that belong together: one file on disk.
public struct TensorArchive: Sendable, Equatable {
    public let tensors: [Tensor]
    public let metadata: [String: String]

    public init(_ tensors: [Tensor], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    public subscript(name: String) -> Tensor? {
        tensors.first { $0.name == name }
    }
}
