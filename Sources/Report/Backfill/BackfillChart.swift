import Modelling
import Pipeline

/// Both metrics over the nights, with their intervals, on one scale.
struct BackfillChart {
    let record: BackfillRecord

    /// How far the marks of one night stand apart, in the drawing's units, so that their intervals don't hide each other.
    private static let shift = 2.5
    /// Room beside the first and the last night, in seconds.
    private static let margin = 6.0 * 3600

    var html: HTML {
        let offline = points { $0.offline(record.metric) }
        let next = points { $0.next(record.metric) }
        guard !(offline + next).isEmpty else {
            return HTML.paragraph("No night has a value to show yet.", class: "quiet")
        }
        let values = (offline + next).flatMap { [$0.value, $0.low ?? $0.value, $0.high ?? $0.value] }
        let frame = PlotFrame(
            x: .time(
                "night, UTC",
                covering: record.nights.flatMap { night in
                    [-Self.margin, Self.margin].map { Double(night.asOf) / 1e6 + $0 }
                }),
            y: .linear(record.metric, covering: values), height: 300)
        let first = TrendChart(
            frame: frame, points: offline, failures: failures, style: SeriesStyle(0), shift: -Self.shift)
        let second = TrendChart(frame: frame, points: next, failures: [], style: SeriesStyle(1), shift: Self.shift)
        return Figure(
            id: "nights-trend", title: "\(record.metric) offline and on the next \(BackfillSummary.days(record.days))",
            subtitle: "with 95\u{A0}% intervals; ✕ at the foot: nothing new was published that night." + cutShort,
            description: description(offline, next), height: frame.height, drawing: first.html + second.marks,
            legend: [
                .init(name: "offline, own test part", style: SeriesStyle(0)),
                .init(name: "next \(BackfillSummary.days(record.days)), served model", style: SeriesStyle(1)),
            ]
        ).html
    }

    private var cutShort: String {
        let count = record.nights.count { $0.nextDays.scores?.isComplete == false }
        guard count > 0 else { return "" }
        let whose = count == 1 ? "One night's value is" : "\(Numbers.count(count)) nights' values are"
        return " \(whose) of the days there are: the data ends before they are over."
    }

    private func points(_ value: (BackfillNight) -> MetricValue?) -> [TrendChart.Point] {
        record.nights.compactMap { night in
            guard let value = value(night), value.value.isFinite else { return nil }
            return TrendChart.Point(
                time: Double(night.asOf) / 1e6, value: value.value, low: value.low, high: value.high,
                note: "\(BackfillTable.night(night.asOf)): \(Numbers.metric(value.value))")
        }
    }

    private var failures: [TrendChart.Failure] {
        record.nights.filter { !$0.isPublished }.map { night in
            TrendChart.Failure(
                time: Double(night.asOf) / 1e6,
                note: "\(BackfillTable.night(night.asOf)): \(BackfillTable.ending(of: night))")
        }
    }

    private func description(_ offline: [TrendChart.Point], _ next: [TrendChart.Point]) -> String {
        func range(_ points: [TrendChart.Point]) -> String {
            guard let first = points.first, let last = points.last else { return "no values" }
            return "\(Numbers.count(points.count)) nights, first \(first.note), last \(last.note)"
        }
        return "Offline: \(range(offline)). Next days: \(range(next)). The table below has every night."
    }
}
