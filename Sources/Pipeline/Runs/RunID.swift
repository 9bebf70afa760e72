import Foundation

/// Names of runs: the millisecond they started in UTC and four random hexadecimal digits, so that names sort by time.
public enum RunID {
    /// `20261121t093000123z-1f3a`
    public static func make(at date: Date) -> String {
        let (second, millisecond) = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
            .quotientAndRemainder(dividingBy: 1000)
        let time = Instant.text(microseconds: second * 1_000_000).filter { $0 != "-" && $0 != ":" && $0 != "Z" }
        let suffix = String(UInt16.random(in: 0 ... .max), radix: 16)
        return "\(time.lowercased())\(padded(String(millisecond), 3))z-\(padded(suffix, 4))"
    }

    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: width - digits.count) + digits
    }
}
