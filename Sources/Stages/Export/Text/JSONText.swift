/// Spells UTF-8 text as a JSON string (RFC 8259).
enum JSONText {
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let hexadecimal = Array("0123456789abcdef".utf8)

    /// Appends the text in quotes; quotes, backslashes and control characters are escaped, all else is copied. O(bytes).
    static func append(_ text: UnsafeBufferPointer<UInt8>, to line: inout [UInt8]) {
        line.append(quote)
        for byte in text {
            if byte == quote || byte == backslash {
                line.append(backslash)
                line.append(byte)
            } else if byte < 0x20 {
                line.append(contentsOf: "\\u00".utf8)
                line.append(hexadecimal[Int(byte >> 4)])
                line.append(hexadecimal[Int(byte & 15)])
            } else {
                line.append(byte)
            }
        }
        line.append(quote)
    }
}
