import Foundation

/// Writes one CSV file: comma, LF, RFC 4180 quotes where a cell needs them.
///
/// Cells gather in a byte buffer that goes to disk when it passes a mebibyte, so memory does not grow with the file.
struct CSVWriter: ~Copyable {
    private static let flushThreshold = 1 << 20
    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")

    private var file: ReplacingFile
    private var buffer: [UInt8] = []
    private var isRowEmpty = true

    init(destination: URL, header: [String]) throws(SampleShopError) {
        file = try ReplacingFile(destination: destination)
        buffer.reserveCapacity(Self.flushThreshold + 4_096)
        for name in header { text(name) }
        closeRow()
    }

    /// Adds a cell, quoted when it holds a comma, a quote or a line end.
    mutating func text(_ cell: String) {
        beginCell()
        let needsQuotes = cell.utf8.contains {
            $0 == Self.comma || $0 == Self.quote || $0 == Self.lineFeed || $0 == UInt8(ascii: "\r")
        }
        guard needsQuotes else { return buffer.append(contentsOf: cell.utf8) }
        buffer.append(Self.quote)
        for byte in cell.utf8 {
            if byte == Self.quote { buffer.append(Self.quote) }
            buffer.append(byte)
        }
        buffer.append(Self.quote)
    }

    /// Adds a cell without content: a missing value.
    mutating func missing() {
        beginCell()
    }

    /// Adds a whole number, `letter` before it when given, as in the id `P10482`.
    mutating func integer(_ value: Int, letter: UInt8? = nil) {
        beginCell()
        if let letter { buffer.append(letter) }
        digits(value)
    }

    /// Adds an amount of cents with two decimals.
    mutating func cents(_ value: Int) {
        beginCell()
        digits(value / 100)
        buffer.append(UInt8(ascii: "."))
        buffer.append(UInt8(ascii: "0") + UInt8(value % 100 / 10))
        buffer.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    /// Adds 16 hexadecimal digits.
    mutating func hexadecimal(_ value: UInt64) {
        beginCell()
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15
            buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
    }

    mutating func endRow() throws(SampleShopError) {
        closeRow()
        if buffer.count >= Self.flushThreshold { try flush() }
    }

    /// Writes what is left and makes the file visible.
    mutating func finish() throws(SampleShopError) {
        try flush()
        try file.finish()
    }

    private mutating func flush() throws(SampleShopError) {
        try file.append(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func closeRow() {
        buffer.append(Self.lineFeed)
        isRowEmpty = true
    }

    private mutating func beginCell() {
        if isRowEmpty { isRowEmpty = false } else { buffer.append(Self.comma) }
    }

    private mutating func digits(_ value: Int) {
        precondition(value >= 0, "the shop writes no negative numbers")
        var divisor = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            buffer.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}
