import Foundation
import Modelling
import Pipeline

/// Writes the page of a backfill: what each night's model measured offline, and what it would have scored on the next days.
public struct BackfillReport {
    private let record: BackfillRecord
    private let definition: String?

    /// - Parameter definitions: of each metric, by its name without cutoff.
    public init(_ record: BackfillRecord, definitions: [String: String] = [:]) {
        self.record = record
        definition = definitions[String(record.metric.prefix { $0 != "@" })]
    }

    /// One self-contained page: no script, no network. Its links lead into `runs/` beside it.
    public var html: String {
        Page(
            title: title, header: header,
            sections: [
                .init(id: "trend", title: "Night by night", content: BackfillChart(record: record).html),
                .init(id: "nights", title: "The nights", content: BackfillTable(record: record).html),
                .init(id: "meaning", title: "What the numbers mean", content: meaning),
            ],
            footer: HTML(.p) {
                "Written by Mercer. This page loads nothing and runs nothing; its links lead to the runs' own reports."
            }
        ).document
    }

    private var title: String { "Backfill of \(record.pipeline) on \(record.config)" }

    private var header: HTML {
        let scored = record.nights.filter { $0.nextDays.scores != nil }
        let refused = record.nights.count { $0.exitCode == .refused }
        let failed = record.nights.count { $0.exitCode == .data }
        return HTML(.div) {
            HTML(.h1) { HTML(text: title) }
            HTML.paragraph(HTML(text: BackfillSummary(record).text), class: "verdict")
            HTML.facts(
                [
                    ("Nights", HTML(text: Numbers.count(record.nights.count))),
                    ("Scored on next days", HTML(text: Numbers.count(scored.count))),
                    ("Refused by the gate", HTML(text: Numbers.count(refused))),
                    ("Failed on their data", HTML(text: Numbers.count(failed))),
                ], class: "tiles")
        }
    }

    private var meaning: HTML {
        HTML.facts([
            (HTML(text: record.metric), HTML(text: definition ?? "The metric that candidates are selected by.")),
            (
                "Offline",
                "The selected candidate's evaluation model on its run's own test part, as the run's report has it."
            ),
            (
                HTML(text: "Next \(BackfillSummary.days(record.days))"),
                "The bundle that was served after the night, scored on the rows that came then: its own night's, or an earlier one's where the night published nothing. Users and items that nobody knew before the night are left out; those that only the bundle does not know get what it gives strangers."
            ),
            (
                "Intervals",
                "95\u{A0}%, by resampling users. Days of neighbouring nights overlap, so their values move together."
            ),
            (
                "Comparing the two",
                "They are of different rows and need not agree in height; where they move apart, the offline metric no longer tells what happens."
            ),
        ])
    }
}

/// The backfill in a sentence or two, generated from its numbers.
struct BackfillSummary {
    private let record: BackfillRecord

    init(_ record: BackfillRecord) {
        self.record = record
    }

    static func days(_ count: Int) -> String { count == 1 ? "day" : "\(count) days" }

    var text: String {
        let complete = record.nights.filter { $0.nextDays.scores?.isComplete == true }
        let values = complete.compactMap { $0.next(record.metric)?.value }.filter(\.isFinite)
        guard let low = values.min(), let high = values.max() else {
            return "No night's model could be scored on the next \(Self.days(record.days)) in full yet."
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let nights = values.count == 1 ? "one night" : "\(Numbers.count(values.count)) nights"
        var text =
            "Over \(nights), the models that were served would have scored \(record.metric) \(Numbers.metric(mean)) on the next \(Self.days(record.days)) on average"
        text += values.count == 1 ? "." : ", from \(Numbers.metric(low)) to \(Numbers.metric(high))."
        let offline = complete.compactMap { $0.offline(record.metric)?.value }.filter(\.isFinite)
        if !offline.isEmpty {
            let offlineMean = offline.reduce(0, +) / Double(offline.count)
            text += " Offline they measured \(Numbers.metric(offlineMean))."
        }
        return text
    }
}
