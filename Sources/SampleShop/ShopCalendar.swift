import Foundation

/// The span the log covers and how busy the shop is within it.
///
/// The span is fixed, so that the same options give the same bytes on any day: 180 days from Monday 2025-01-06 UTC.
struct ShopCalendar: Sendable {
    static let dayCount = 180
    static let secondsPerDay = 86_400
    /// Monday 2025-01-06 00:00 UTC.
    static let start = 1_736_121_600

    /// Weekly season: a day's traffic is multiplied by 1 + amplitude · cos(2π(weekday − peak)/7), Monday being 0.
    static let weeklyAmplitude = 0.25
    static let weeklyPeak = 6.0
    /// Daily cycle: an hour's traffic is proportional to 1 + amplitude · cos(2π(hour − peak)/24), plus half of it at
    /// twice the frequency, which makes the lunch-time hump.
    static let dailyAmplitude = 0.6
    static let dailyPeak = 20.0
    /// Growth of the traffic over the whole span.
    static let growth = 0.3

    /// Share of the span's traffic before each day; `dayCount + 1` values from 0 to 1.
    let cumulativeTraffic: [Double]
    /// How likely a session starts in each hour of the day.
    let hours: AliasTable

    init() {
        var cumulative = [0.0]
        for day in 0..<Self.dayCount { cumulative.append(cumulative[day] + Self.traffic(day: day)) }
        let total = cumulative[Self.dayCount]
        cumulativeTraffic = cumulative.map { $0 / total }
        hours = AliasTable(weights: (0..<24).map(Self.traffic(hour:)))
    }

    /// Where a day lies in the span, from 0 to 1.
    static func position(day: Int) -> Double {
        Double(day) / Double(max(dayCount - 1, 1))
    }

    static func startOfDay(_ day: Int) -> Int {
        start + day * secondsPerDay
    }

    /// `2025-01-06` for day 0; days before the span are negative.
    static func date(day: Int) -> String {
        let moment = Date(timeIntervalSince1970: Double(startOfDay(day)))
        return moment.formatted(.iso8601.year().month().day().dateSeparator(.dash))
    }

    private static func traffic(day: Int) -> Double {
        let weekly = 1 + weeklyAmplitude * cos(2 * .pi * (Double(day % 7) - weeklyPeak) / 7)
        return weekly * (1 + growth * position(day: day))
    }

    private static func traffic(hour: Int) -> Double {
        let angle = 2 * Double.pi * (Double(hour) - dailyPeak) / 24
        return 1 + dailyAmplitude * (cos(angle) + 0.5 * cos(2 * angle)) / 1.5
    }
}
