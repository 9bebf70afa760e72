import Tables

/// How a delimited text file is written.
public struct DelimitedFormat: Sendable, Equatable {
    /// Whether and how a file is compressed.
    public enum Compression: String, CaseIterable, Sendable, Codable {
        /// By the first bytes of the file; its name does not count.
        case automatic = "auto"
        case none
        case gzip
        case zstd
    }

    public let delimiter: UInt8
    /// The byte that opens and closes a quoted field; nil where the file has no quoting.
    public let quote: UInt8?
    /// Whether the first record names the columns.
    public let hasHeader: Bool
    /// Texts that stand for a missing cell, quoted or not. An unquoted empty cell is missing whatever stands here.
    public let nullTokens: [String]
    public let compression: Compression

    /// Commas, double quotes, a header, no null tokens.
    public static let standard = DelimitedFormat()

    private init() {
        delimiter = UInt8(ascii: ",")
        quote = UInt8(ascii: "\"")
        hasHeader = true
        nullTokens = []
        compression = .automatic
    }

    /// - Throws: ``LoadError/invalidSetting`` where a delimiter or quote is not one ASCII character, is a line break, or
    ///   both are the same.
    public init(
        delimiter: String = ",", quote: String = "\"", hasHeader: Bool = true, nullTokens: [String] = [],
        compression: Compression = .automatic
    ) throws(LoadError) {
        self.delimiter = try Self.singleByte(delimiter, setting: "delimiter")
        self.quote = quote.isEmpty ? nil : try Self.singleByte(quote, setting: "quote")
        if self.delimiter == self.quote {
            throw .invalidSetting("quote", found: "the delimiter `\(delimiter)`", expected: "another character")
        }
        self.hasHeader = hasHeader
        self.nullTokens = nullTokens
        self.compression = compression
    }

    private static func singleByte(_ text: String, setting: String) throws(LoadError) -> UInt8 {
        let bytes = Array(text.utf8)
        guard bytes.count == 1, bytes[0] < 0x80, ![0, Byte.lineFeed, Byte.carriageReturn].contains(bytes[0]) else {
            throw .invalidSetting(
                setting, found: text.debugDescription, expected: "one ASCII character that is no line break")
        }
        return bytes[0]
    }
}

/// The bytes the parsers name.
enum Byte {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let blank = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let zero = UInt8(ascii: "0")
    static let plus = UInt8(ascii: "+")
    static let minus = UInt8(ascii: "-")
    static let point = UInt8(ascii: ".")
    static let colon = UInt8(ascii: ":")
}

extension UInt8 {
    @inline(__always)
    var isDigit: Bool { self &- Byte.zero < 10 }

    /// Blank or tab.
    @inline(__always)
    var isBlank: Bool { self == Byte.blank || self == Byte.tab }

    /// The lower-case form of an ASCII letter; other bytes as they are.
    @inline(__always)
    var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}
