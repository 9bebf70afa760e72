import Foundation

/// Names of runs: the second they started in UTC and four random hexadecimal digits, so that names sort by time.
public enum RunID {
    public static func make(at date: Date) -> String {
        let suffix = String(UInt16.random(in: 0 ... .max), radix: 16)
        let stamp = Instant.text(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
            .replacingOccurrences(of: "-", with: "").replacingOccurrences(of: ":", with: "").lowercased()
        return "\(stamp)-\(String(repeating: "0", count: 4 - suffix.count))\(suffix)"
    }
}
