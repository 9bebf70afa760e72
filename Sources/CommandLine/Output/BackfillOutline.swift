import Modelling
import Pipeline

/// What a backfill prints: a line for each night.
struct BackfillOutline {
    let record: BackfillRecord

    init(_ record: BackfillRecord) {
        self.record = record
    }

    var text: String {
        var table = TextTable(
            header: [
                "night", "ended", "selected", "offline \(record.metric)",
                record.days == 1 ? "next day" : "next \(record.days) days", "interval",
                "users",
                "run",
            ], rightAligned: [3, 4, 6])
        for night in record.nights {
            let next = night.next(record.metric)
            table.add([
                NightLine.night(night.asOf), NightLine.ending(of: night), night.selected ?? "",
                night.offline(record.metric).map { Numbers.fixed($0.value, places: 4) } ?? "",
                next.map { Numbers.fixed($0.value, places: 4) } ?? "", Self.note(night, next),
                next.map { Numbers.count($0.count) } ?? "", night.run,
            ])
        }
        return table.text
    }

    /// The interval, or why there is no value; and that the days are not over.
    private static func note(_ night: BackfillNight, _ next: MetricValue?) -> String {
        if case .notScorable = night.nextDays { return "nothing to score on" }
        guard let scores = night.nextDays.scores else { return NightLine.absence(of: night.nextDays) }
        var parts: [String] = []
        if let low = next?.low, let high = next?.high {
            parts.append("\(Numbers.fixed(low, places: 4)) to \(Numbers.fixed(high, places: 4))")
        }
        if !scores.isComplete { parts.append("data ends \(NightLine.night(scores.until))") }
        return parts.joined(separator: ", ")
    }
}

/// One night in a line, told when it is over.
struct NightLine {
    let night: BackfillNight

    init(_ night: BackfillNight) {
        self.night = night
    }

    var text: String {
        let values = night.nextDays.scores?.metrics.map { "\($0.metric) \(Numbers.fixed($0.value.value, places: 4))" }
        let next = values.map { "next days: " + $0.joined(separator: ", ") } ?? Self.absence(of: night.nextDays)
        return "night \(Self.night(night.asOf)), run \(night.run): \(Self.ending(of: night)); \(next)"
    }

    static func ending(of night: BackfillNight) -> String {
        switch night.exitCode {
        case .done: "done"
        case .refused: "refused by the gate"
        default: "exit code \(night.exitCode.rawValue)"
        }
    }

    static func absence(of nextDays: NextDays) -> String {
        switch nextDays {
        case .scored: ""
        case .pending: "not scored yet"
        case .noModel: "nothing was served"
        case .noData: "no data after it"
        case .notScorable(let reason): reason
        }
    }

    /// `2011-12-01`, with hour and minute where it is not midnight.
    static func night(_ microseconds: Int64) -> String {
        let text = Instant.text(microseconds: microseconds)
        return text.hasSuffix("T00:00:00Z")
            ? String(text.prefix(10)) : "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }
}
