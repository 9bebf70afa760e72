import Foundation

/// Lets old rows weigh less: 0.5^(age / half-life), age counted back from the newest training row.
struct Decay: Sendable {
    /// Microseconds since 1970 UTC.
    let newest: Int64
    let halfLifeMicroseconds: Double

    init(newest: Int64, halfLifeDays: Double) {
        self.newest = newest
        halfLifeMicroseconds = halfLifeDays * 86_400_000_000
    }

    @inline(__always)
    func factor(at time: Int64) -> Double {
        exp2((Double(time) - Double(newest)) / halfLifeMicroseconds)
    }
}
