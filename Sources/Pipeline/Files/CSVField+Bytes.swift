extension CSVField {
    /// Appends text as a field of a CSV file, as `quoted` spells it. O(bytes), without making a `String`.
    public static func append(_ text: UnsafeBufferPointer<UInt8>, to line: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes = text.isEmpty || text.contains { $0 == 0x2C || $0 == quote || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return line.append(contentsOf: text) }
        line.append(quote)
        for byte in text {
            if byte == quote { line.append(quote) }
            line.append(byte)
        }
        line.append(quote)
    }
}
