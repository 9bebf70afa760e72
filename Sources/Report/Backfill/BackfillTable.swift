import Foundation
import Modelling
import Pipeline

/// Every night with its values, the newest first.
struct BackfillTable {
    let record: BackfillRecord

    var html: HTML {
        DataTable(
            id: "backfill-nights", caption: "Nights, newest first",
            columns: [
                .text("Night"), .number("Next \(BackfillSummary.days(record.days))"), .number("Users"),
                .number("Offline \(record.metric)"), .text("Ended"), .text("Selected"), .text("Served"), .text("Run"),
            ],
            rows: record.nights.reversed().map(row)
        ).html
    }

    private func row(_ night: BackfillNight) -> DataTable.Row {
        .init([
            HTML(.span, .class("whole")) { HTML(text: Self.night(night.asOf)) },
            next(night), night.next(record.metric).map { HTML(text: Numbers.count($0.count)) } ?? "–",
            value(night.offline(record.metric)), ending(of: night), night.selected.map(HTML.name) ?? "–", served(night),
            HTML(.a, .init("href", "runs/\(night.run)/\(ReportContent.file)")) { HTML.run(night.run) },
        ])
    }

    private func value(_ value: MetricValue?) -> HTML {
        guard let value else { return "–" }
        guard let low = value.low, let high = value.high else { return "\(Numbers.metric(value.value))" }
        return "\(Numbers.metric(value.value))" + HTML.range(Numbers.metric(low), Numbers.metric(high))
    }

    private func next(_ night: BackfillNight) -> HTML {
        switch night.nextDays {
        case .scored(let scores):
            let until = scores.isComplete ? HTML.empty : HTML.below("data ends \(Self.night(scores.until))")
            return value(night.next(record.metric)) + until
        case .pending: return "–" + HTML.below("not scored yet")
        case .noModel: return "–" + HTML.below("nothing was served")
        case .noData: return "–" + HTML.below("no data after it")
        case .notScorable: return "–" + HTML.below("nothing to score on")
        }
    }

    private func served(_ night: BackfillNight) -> HTML {
        guard let published = night.published else { return "–" }
        return night.isPublished ? "its own" : HTML.run(published)
    }

    private func ending(of night: BackfillNight) -> HTML {
        guard night.exitCode != .done else { return "done" }
        let first = night.error?.split(separator: "\n").first.map(String.init)
        return HTML(.span, .class("tag bad")) { HTML(text: Self.ending(of: night)) }
            + (first.map(HTML.prose(shortening:)) ?? .empty)
    }

    /// How a night ended, in a word or two.
    static func ending(of night: BackfillNight) -> String {
        switch night.exitCode {
        case .done: "done"
        case .refused: "refused by the gate"
        case .data: "failed on its data"
        default: "exit code \(night.exitCode.rawValue)"
        }
    }

    /// `2011-12-01`, with the time where it is not midnight.
    static func night(_ microseconds: Int64) -> String {
        let text = Instant.text(microseconds: microseconds)
        return text.hasSuffix("T00:00:00Z") ? String(text.prefix(10)) : HistoryReport.minute(microseconds)
    }
}
