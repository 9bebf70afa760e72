import Foundation
import Pipeline

/// The runs of one pipeline on one config: the metric over time, how long they took, what failed.
struct SeriesSection {
    let series: RunHistory.Series
    let index: Int
    let runsPath: String

    var id: String { "series-\(index)" }
    var title: String { "\(series.pipeline) on \(series.config)" }

    var content: HTML {
        HTML(.div) {
            HTML(.div, .class("charts")) {
                metricChart
                durationChart
            }
            table
        }
    }

    // MARK: - Charts

    private static func seconds(_ entry: RunHistory.Entry) -> Double? { entry.started.map { Double($0) / 1e6 } }

    private static func when(_ entry: RunHistory.Entry) -> String {
        entry.started.map(HistoryReport.minute) ?? "at an unknown time"
    }

    private var timeAxis: Axis { .time("started, UTC", covering: series.entries.compactMap(Self.seconds)) }

    private var failures: [TrendChart.Failure] {
        series.entries.compactMap { entry in
            guard [.failed, .interrupted, .killed].contains(entry.state), let time = Self.seconds(entry) else {
                return nil
            }
            return TrendChart.Failure(time: time, note: "\(Self.when(entry)): \(entry.state.rawValue)")
        }
    }

    private var metricChart: HTML {
        guard let metric = series.metric else { return .empty }
        let points = series.entries.compactMap { entry -> TrendChart.Point? in
            guard let value = entry.value(of: metric)?.value, value.value.isFinite, let time = Self.seconds(entry)
            else {
                return nil
            }
            return TrendChart.Point(
                time: time, value: value.value, low: value.low, high: value.high,
                note: "\(Self.when(entry)): \(entry.selected ?? "") \(Numbers.metric(value.value))"
                    + Self.decision(of: entry),
                isRinged: [.refused, .forced].contains(entry.verdict?.decision))
        }
        let values = points.flatMap { [$0.value, $0.low ?? $0.value, $0.high ?? $0.value] }
        return figure(
            "metric", title: "\(metric) of the selected candidate",
            subtitle:
                "with 95\u{A0}% intervals; \(points.contains(where: \.isRinged) ? "ringed: \(ringed); " : "")✕ at the foot: failed, "
                + "killed or interrupted. Test parts change from run to run with the data.",
            details:
                "\(Numbers.count(failures.count)) failed, were killed or interrupted. \(decisions)"
                + bounds.map { "Dashed: \($0.label). " }.joined(),
            points, failures, bounds: bounds, y: .linear(metric, covering: values + bounds.map(\.value)))
    }

    private func count(_ decision: GateVerdict.Decision) -> Int {
        series.entries.count { $0.verdict?.decision == decision }
    }

    private static func decision(of entry: RunHistory.Entry) -> String {
        switch entry.verdict?.decision {
        case .refused: ", refused by the gate"
        case .forced: ", published by force against the gate"
        case .passed, nil: ""
        }
    }

    /// What a ring means.
    private var ringed: String {
        let kinds = [
            count(.refused) > 0 ? "refused by the gate" : nil,
            count(.forced) > 0 ? "published by force against the gate" : nil,
        ]
        return kinds.compactMap(\.self).joined(separator: " or ")
    }

    /// What the gate decided; empty without one.
    private var decisions: String {
        guard hasGate else { return "" }
        let forced = count(.forced)
        return "The gate refused \(Numbers.count(count(.refused))). "
            + (forced > 0 ? "Published by force against it: \(Numbers.count(forced)). " : "")
    }

    private var bounds: [TrendChart.Bound] {
        series.bounds.map { bound in
            let label = bound.side == .minimum ? "the gate's minimum" : "the gate's maximum"
            return TrendChart.Bound(value: bound.value, label: "\(label) \(Numbers.metric(bound.value))")
        }
    }

    private var durationChart: HTML {
        let points = series.entries.compactMap { entry -> TrendChart.Point? in
            guard let seconds = entry.seconds, let time = Self.seconds(entry) else { return nil }
            return TrendChart.Point(
                time: time, value: seconds, note: "\(Self.when(entry)): \(Numbers.duration(seconds: seconds))")
        }
        return figure(
            "duration", title: "How long runs took", subtitle: nil, details: "", points, [],
            y: .linear("seconds", covering: points.map(\.value), from: 0))
    }

    private func figure(
        _ what: String, title: String, subtitle: String?, details: String, _ points: [TrendChart.Point],
        _ failures: [TrendChart.Failure], bounds: [TrendChart.Bound] = [], y: Axis
    ) -> HTML {
        guard let first = points.first, let last = points.last else { return .empty }
        let chart = TrendChart(
            frame: PlotFrame(x: timeAxis, y: y), points: points, failures: failures, bounds: bounds,
            style: SeriesStyle(index))
        return Figure(
            id: "\(id)-\(what)", title: title, subtitle: subtitle,
            description: "\(Numbers.count(points.count, of: "run")); first \(first.note); last \(last.note). \(details)"
                + "The table below has every run.",
            height: chart.frame.height, drawing: chart.html
        ).html
    }

    // MARK: - Table

    private var table: HTML {
        DataTable(
            id: "\(id)-runs", caption: "Runs of \(HTML.name(title)), newest first",
            columns: [
                .text("Run"), .text("Status"), .number("\(series.metric ?? "Metric")"), .number("Change"),
            ] + (hasGate ? [.text("Gate")] : []) + [.text("Selected"), .number("Took")],
            rows: series.entries.indices.reversed().map(row)
        ).html
    }

    private var hasGate: Bool { series.entries.contains { $0.verdict != nil } }

    private func row(_ position: Int) -> DataTable.Row {
        let entry = series.entries[position]
        let value = series.metric.flatMap { entry.value(of: $0)?.value }
        let interval = value.flatMap { value in
            value.low.flatMap { low in
                value.high.map { HTML.range(Numbers.metric(low), Numbers.metric($0)) }
            }
        }
        return .init(
            [
                name(of: entry), Self.status(of: entry),
                value.map { "\(Numbers.metric($0.value))" + (interval ?? .empty) } ?? "–", change(at: position),
            ] + (hasGate ? [.verdict(entry.verdict)] : []) + [
                entry.selected.map(HTML.name) ?? "–",
                HTML(text: entry.seconds.map { Numbers.duration(seconds: $0) } ?? "–"),
            ], isMarked: entry.isPublished)
    }

    /// When it started, and its id, which leads out of the page where the run has a report.
    private func name(of entry: RunHistory.Entry) -> HTML {
        let started = HTML(.span, .class("whole")) { HTML(text: Self.when(entry)) }
        let published: HTML = entry.isPublished ? .published : .empty
        let id = HTML.run(entry.id)
        let path = "\(runsPath)/\(entry.id)/\(ReportContent.file)".addingPercentEncoding(
            withAllowedCharacters: .urlPathAllowed)
        guard entry.hasReport, let path else { return started + .below(id) + published }
        return started + .below(HTML(.a, .init("href", path)) { id }) + published
    }

    private static func status(of entry: RunHistory.Entry) -> HTML {
        let exit = entry.exitStatus.flatMap { $0 == 0 ? nil : " (exit status \($0))" } ?? ""
        let state = HTML(text: entry.state.rawValue)
        guard [.refused, .failed, .interrupted, .killed, .unreadable].contains(entry.state) else { return state }
        let name = HTML(.span, .class("tag bad")) { state }
        return name + HTML(text: exit) + (entry.error.map(HTML.prose(shortening:)) ?? .empty)
    }

    /// Against the run before it that has the metric; other test parts are said to be other.
    private func change(at position: Int) -> HTML {
        let entry = series.entries[position]
        guard let metric = series.metric, let value = entry.value(of: metric)?.value.value,
            let before = series.entries[..<position].last(where: { $0.value(of: metric) != nil }),
            let earlier = before.value(of: metric)?.value.value
        else { return "–" }
        let note: HTML = entry.testDigest == before.testDigest ? .empty : .below("other test part")
        return "\(Numbers.signed(value - earlier))" + note
    }
}
