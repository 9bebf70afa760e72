import Foundation

/// How every number in reports and model cards is spelled.
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

    /// Sizes in powers of a thousand: `512 B`, `1.5 MB`.
    package static func bytes(_ value: Int) -> String {
        guard value.magnitude >= 1000 else { return "\(count(value))\u{A0}B" }
        var amount = Double(value)
        var unit = 0
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        // 999.95 is where one decimal would round up to 1,000.0.
        while abs(amount) >= 999.95, unit < units.count - 1 {
            amount /= 1000
            unit += 1
        }
        return String(format: "%.1f\u{A0}%@", amount, units[unit])
    }

    /// Labels of ticks that lie `step` apart, none further from zero than `largest`: all with the same unit and decimals.
    package static func tick(_ value: Double, step: Double, largest: Double) -> String {
        let (unit, suffix): (Double, String) =
            switch largest {
            case 1e15...: (1, "")
            case 1e9...: (1e9, "G")
            case 1e6...: (1e6, "M")
            case 1e4...: (1e3, "k")
            default: (1, "")
            }
        let decimals = Int(max(0, -(log10(step / unit) + 1e-9).rounded(.down)))
        guard largest < 1e15, decimals <= 6 else { return metric(value) }
        if unit == 1, decimals == 0 { return count(Int(value.rounded())) }
        let text = String(format: "%.*f", decimals, abs(value) / unit)
        return value == 0 ? "0" : (value < 0 ? "−" : "") + text + suffix
    }

    private static func superscript(_ value: Int) -> String {
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return (value < 0 ? "⁻" : "") + String(String(abs(value)).map { digits[$0.wholeNumberValue ?? 0] })
    }
}
