import Foundation
import Pipeline

/// Numbers as people read them.
enum Figures {
    /// Thousands apart: `13,880,387`.
    static func count(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// `0.42 s`, `12.3 s`, `2 min 5 s`.
    static func duration(_ seconds: Double) -> String {
        if seconds < 10 { return decimal(seconds, places: 2) + " s" }
        if seconds < 60 { return decimal(seconds, places: 1) + " s" }
        let whole = Int(seconds.rounded())
        return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// Three significant digits with a unit prefix: `1.2 M`.
    static func rate(_ perSecond: Double) -> String {
        switch perSecond {
        case 1e6...: decimal(perSecond / 1e6, places: 1) + " M"
        case 1e3...: decimal(perSecond / 1e3, places: 1) + " k"
        default: decimal(perSecond, places: 1)
        }
    }

    /// `118.3 MB`
    static func bytes(_ count: Int) -> String { ByteCount(count).description }

    /// A fixed number of places, without the locale's say.
    static func decimal(_ value: Double, places: Int) -> String {
        String(format: "%.\(places)f", value)
    }
}
