import Foundation

/// How far a time zone's clocks are from UTC, remembered by day.
///
/// A wall-clock time that occurs twice (clocks go back) means its first occurrence; one that never occurs (clocks go
/// forward) is read with the offset in force before the change, so 02:30 in a skipped hour becomes 03:30. Both follow
/// one rule: the offset before the change goes first.
struct ZoneOffsets {
    /// One day of the wall clock. Days without a change of offset have `change` beyond every instant.
    private struct Day {
        var number = Int64.min
        var before = 0
        var after = 0
        /// The instant of the change, in seconds since 1970.
        var change = Int64.max
    }

    private let zone: TimeZone
    private let isUniversal: Bool
    /// Direct-mapped by day number: a few years of days, so that data in any order rarely asks twice.
    private var days = [Day](repeating: Day(), count: 4_096)

    init(zone: TimeZone) {
        self.zone = zone
        isUniversal = ["UTC", "GMT", "Etc/UTC"].contains(zone.identifier)
    }

    /// The instant at which the zone's clocks show `wallClock`, both in seconds since 1970.
    @inline(__always)
    mutating func instant(wallClock: Int64) -> Int64 {
        if isUniversal { return wallClock }
        let number = wallClock >= 0 ? wallClock / CivilTime.secondsPerDay : ~(~wallClock / CivilTime.secondsPerDay)
        let slot = Int(number & 4_095)
        if days[slot].number != number { days[slot] = look(up: number) }
        let day = days[slot]
        let first = wallClock - Int64(day.before)
        if first < day.change { return first }
        let second = wallClock - Int64(day.after)
        return second >= day.change ? second : first
    }

    /// Asks the zone about the stretch of time in which any place on earth may have this day.
    private func look(up number: Int64) -> Day {
        let start = (number - 1) * CivilTime.secondsPerDay
        let end = (number + 2) * CivilTime.secondsPerDay
        var day = Day(number: number, before: offset(at: start), after: offset(at: end))
        if day.before != day.after {
            var low = start
            var high = end
            while high - low > 1 {
                let middle = low + (high - low) / 2
                if offset(at: middle) == day.before { low = middle } else { high = middle }
            }
            day.change = high
        }
        return day
    }

    private func offset(at instant: Int64) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant)))
    }
}
