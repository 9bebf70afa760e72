import Foundation

/// How numbers are spelled for people: in reports, model cards, verdicts and what commands print.
package enum Numbers {
    /// Whole numbers with thousands separators: `13,904,112`.
    package static func count(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return value < 0 ? "−" + text : text
    }

    /// So many of something, in words: `1 user`, `1,204 users`.
    package static func count(_ value: Int, of noun: String) -> String {
        "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
    }

    /// Four significant digits: `0.09123`, `12.35`. From 1,000 on, all digits before the point and none after it; below
    /// 0.0001 and from 10⁹ on as a power of ten.
    package static func metric(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : value > 0 ? "∞" : "−∞" }
        guard value != 0 else { return "0" }
        let sign = value < 0 ? "−" : ""
        let scientific = String(format: "%.3e", abs(value)).split(separator: "e")
        let exponent = Int(scientific[1]) ?? 0
        guard (-4..<9).contains(exponent) else { return "\(sign)\(scientific[0]) × 10\(superscript(exponent))" }
        if exponent >= 3 { return sign + count(Int(abs(value).rounded())) }
        return sign + String(format: "%.*f", 3 - exponent, abs(value))
    }

    /// The same with its sign always written: `+0.01323`.
    package static func signed(_ value: Double) -> String {
        value > 0 ? "+" + metric(value) : metric(value)
    }

    /// So many decimals, without the locale's say: for columns and for figures that stand beside stated ones.
    package static func fixed(_ value: Double, places: Int) -> String {
        let text = String(format: "%.*f", places, abs(value))
        let isNegative = value < 0 && text.contains { $0 != "0" && $0 != "." }
        return (isNegative ? "−" : "") + text
    }

    /// A share of one as a percentage: `16.9 %`; `<0.1 %` where a share above zero would round to none.
    package static func percent(_ share: Double) -> String {
        guard share.isFinite else { return metric(share) }
        let sign = share < 0 ? "−" : ""
        let percent = abs(share) * 100
        if percent > 0, percent < 0.05 { return sign + "<0.1\u{A0}%" }
        if percent >= 1000 { return sign + count(Int(min(percent, 1e15).rounded())) + "\u{A0}%" }
        return sign + String(format: percent >= 100 ? "%.0f" : "%.1f", percent) + "\u{A0}%"
    }

    /// `420 ms`, `12.3 s`, `3 min 5 s`, `1 h 2 min`.
    package static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "unknown" }
        if seconds < 0.001 { return "under 1\u{A0}ms" }
        if seconds < 0.9995 { return String(format: "%.0f\u{A0}ms", seconds * 1000) }
        if seconds < 59.95 { return String(format: "%.1f\u{A0}s", seconds) }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60)\u{A0}min \(whole % 60)\u{A0}s" }
        return "\(count(whole / 3600))\u{A0}h \(whole % 3600 / 60)\u{A0}min"
    }

    /// Sizes in powers of a thousand: `512 bytes`, `1.5 MB`.
    package static func bytes(_ value: Int) -> String {
        ByteCount(value).description.replacing(" ", with: "\u{A0}")
    }

    private static func superscript(_ value: Int) -> String {
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return (value < 0 ? "⁻" : "") + String(String(abs(value)).map { digits[$0.wholeNumberValue ?? 0] })
    }
}
