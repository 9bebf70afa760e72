import Foundation
import Tables

extension Tensor.Storage {
    var elementSize: Int {
        switch self {
        case .float32, .int32: 4
        case .float64, .int64: 8
        case .uint8: 1
        }
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch self {
        case .float32(let values): try values.withUnsafeBytes(body)
        case .float64(let values): try values.withUnsafeBytes(body)
        case .int32(let values): try values.withUnsafeBytes(body)
        case .int64(let values): try values.withUnsafeBytes(body)
        case .uint8(let values): try values.withUnsafeBytes(body)
        }
    }

    /// Copies little-endian bytes; nil for an unknown type or a number of bytes that is no multiple of its size.
    init?(type: String, bytes: Data) {
        func values<Value>(_ zero: Value) -> [Value]? {
            guard bytes.count % MemoryLayout<Value>.size == 0 else { return nil }
            let count = bytes.count / MemoryLayout<Value>.size
            return [Value](unsafeUninitializedCapacity: count) { target, initialized in
                bytes.copyBytes(to: UnsafeMutableRawBufferPointer(target))
                initialized = count
            }
        }
        switch type {
        case "F32": guard let values = values(Float(0)) else { return nil }; self = .float32(values)
        case "F64": guard let values = values(0.0) else { return nil }; self = .float64(values)
        case "I32": guard let values = values(Int32(0)) else { return nil }; self = .int32(values)
        case "I64": guard let values = values(Int64(0)) else { return nil }; self = .int64(values)
        case "U8": self = .uint8([UInt8](bytes))
        default: return nil
        }
    }
}
