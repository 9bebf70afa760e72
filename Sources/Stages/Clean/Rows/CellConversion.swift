import Tables

/// What a cell of one type is as a cell of another.
///
/// - To `string`: numbers in decimal, whole ones without a fraction (`17850`), others by the shortest digits that read
///   back; `true`, `false`; instants in ISO 8601.
/// - To `int64`: whole numbers in range, also spelled `17850.0` or `1e3`; `true` is 1; an instant is its whole seconds
///   since 1970, rounded down.
/// - To `float64`: finite decimal numbers, integers beyond 2^53 rounded to the nearest; an instant is its seconds.
/// - To `bool`: `true`, `false`, `1`, `0` in any case; the numbers 1 and 0.
/// - To `timestamp`: ISO 8601 text; numbers as seconds since 1970, rounded to microseconds.
///
/// Text is taken as it is: blanks around a number make it uncastable (`normalize_text` trims).
enum CellConversion {
    /// One present cell.
    enum Cell {
        case string(String)
        case int64(Int64)
        case float64(Double)
        case bool(Bool)
        /// Microseconds since 1970.
        case timestamp(Int64)
    }

    static func string(_ cell: Cell) -> String {
        switch cell {
        case .string(let string): string
        case .int64(let number): String(number)
        case .float64(let number): abs(number) < 0x1p53 ? whole(number) ?? "\(number)" : "\(number)"
        case .bool(let flag): flag ? "true" : "false"
        case .timestamp(let microseconds): ISO8601Timestamp.text(microseconds)
        }
    }

    static func int64(_ cell: Cell) -> Int64? {
        switch cell {
        case .string(let string): Int64(string) ?? decimal(string).flatMap { Int64(exactly: $0) }
        case .int64(let number): number
        case .float64(let number): Int64(exactly: number)
        case .bool(let flag): flag ? 1 : 0
        case .timestamp(let microseconds): microseconds / 1_000_000 - (microseconds % 1_000_000 < 0 ? 1 : 0)
        }
    }

    static func float64(_ cell: Cell) -> Double? {
        switch cell {
        case .string(let string): decimal(string)
        case .int64(let number): Double(number)
        case .float64(let number): number
        case .bool(let flag): flag ? 1 : 0
        case .timestamp(let microseconds): Double(microseconds) / 1_000_000
        }
    }

    static func bool(_ cell: Cell) -> Bool? {
        switch cell {
        case .string(let string):
            switch string.lowercased() {
            case "true", "1": true
            case "false", "0": false
            default: nil
            }
        case .int64(let number): number == 1 ? true : number == 0 ? false : nil
        case .float64(let number): number == 1 ? true : number == 0 ? false : nil
        case .bool(let flag): flag
        case .timestamp: nil
        }
    }

    static func timestamp(_ cell: Cell) -> Int64? {
        switch cell {
        case .string(let string): ISO8601Timestamp.microseconds(string)
        case .int64(let seconds):
            seconds.multipliedReportingOverflow(by: 1_000_000).overflow ? nil : seconds * 1_000_000
        case .float64(let seconds): Int64(exactly: (seconds * 1_000_000).rounded())
        case .bool: nil
        case .timestamp(let microseconds): microseconds
        }
    }

    private static func whole(_ number: Double) -> String? {
        Int64(exactly: number).map { String($0) }
    }

    /// A finite number in decimal; `Double` itself would also read `nan`, `inf` and hexadecimal.
    private static func decimal(_ string: String) -> Double? {
        let isDecimal = string.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard isDecimal, let number = Double(string), number.isFinite else { return nil }
        return number
    }
}
