import ArgumentParser
import Pipeline

/// A length of time as a flag states it. What is longer than its range is a mistake, and can't be computed with.
struct StatedTime {
    private let unit: String
    private let range: SettingRange

    /// To wait; 0 is not to.
    static let seconds = StatedTime(unit: "seconds", range: .from(0, to: 1e9))
    /// To be given.
    static let someSeconds = StatedTime(unit: "seconds", range: .from(0.001, to: 1e9))
    static let days = StatedTime(unit: "days", range: .from(0, to: 1e6))

    /// - Throws: `ValidationError` for a value outside the range, infinite or no number.
    func check(_ value: Double?, of flag: String) throws {
        guard let value, !range.contains(value) else { return }
        throw ValidationError("\(flag) \(value): expected \(unit) \(range)")
    }
}
