import Foundation

/// A number of bytes as people write it: `500MB`, `2GiB`, `1024`.
public struct ByteCount: Sendable, Equatable, CustomStringConvertible {
    public let bytes: Int

    public init(_ bytes: Int) {
        self.bytes = bytes
    }

    /// Reads a number, with a fraction or without, and a unit: bytes where there is none, else `B`, `kB` … `TB` by thousands
    /// or `KiB` … `TiB` by 1024, in any case. Nil for anything else.
    public init?(_ text: String) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(number.count).drop { $0 == " " }.lowercased()
        guard let value = Double(number), let factor = Self.factors[unit], value * factor < Self.largest else {
            return nil
        }
        bytes = Int((value * factor).rounded())
    }

    /// `118.3 MB`
    public var description: String {
        var (value, unit) = (Double(bytes), 0)
        // 999.95 is where one decimal would round up to 1000.0.
        while value >= (unit == 0 ? 1000 : 999.95), unit < Self.units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(bytes) bytes" : String(format: "%.1f ", value) + Self.units[unit]
    }

    private static let units = ["bytes", "kB", "MB", "GB", "TB"]
    private static let largest = 9e18
    private static let factors: [String: Double] = [
        "": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
        "kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30, "tib": 0x1p40,
    ]
}
