import Foundation
import Pipeline
import Report
import Testing

/// The page of a backfill, from a record as `backfill.json` states it.
@Suite struct BackfillReportTests {
    private static func scores(_ value: Double) -> JSON {
        [
            "ndcg@10": [
                "value": .double(value), "low": .double(value - 0.125), "high": .double(value + 0.125), "count": 40,
            ]
        ]
    }

    private static func night(
        _ day: Int, offline: Double?, next: JSON, code: Int = 0, published: String? = nil, error: String? = nil
    ) -> JSON {
        [
            "as_of": .string("2026-03-0\(day)T00:00:00Z"), "run": .string("run-\(day)"), "exit_status": .integer(code),
            "error": error.map(JSON.string) ?? .null, "selected": offline == nil ? .null : "als",
            "metrics": offline.map(scores) ?? [:], "published": published.map(JSON.string) ?? .null, "next_days": next,
        ]
    }

    private static func scored(_ value: Double, complete: Bool = true) -> JSON {
        [
            "status": "scored", "days": 7, "until": "2026-03-08T12:30:00Z", "complete": .bool(complete),
            "metrics": scores(value),
        ]
    }

    private static let nights: [JSON] = [
        night(1, offline: nil, next: ["status": "no_model"], code: 65, error: "events: <no> rows"),
        night(2, offline: 0.5, next: scored(0.25), published: "run-2"),
        night(3, offline: 0.25, next: scored(0.5), code: 2, published: "run-2", error: "the gate refused: worse"),
        night(4, offline: 0.375, next: scored(0.125, complete: false), published: "run-4"),
        night(5, offline: 0.375, next: ["status": "no_data"], published: "run-5"),
    ]

    private func page(_ nights: [JSON] = nights) throws -> String {
        let json: JSON = [
            "schema": 1, "pipeline": "recommend", "config": "shop", "metric": "ndcg@10", "lower_is_better": false,
            "days": 7, "data_until": "2026-03-08T12:30:00Z", "nights": .array(nights), "settings": [:],
        ]
        let record = try #require(BackfillRecord(json))
        #expect(record.json.canonical == json.canonical, "what is read back is written as it was")
        return BackfillReport(record, definitions: ["ndcg": "Discounted gain."]).html
    }

    /// Nights two and three have all their days: (0.25 + 0.5) / 2, and offline (0.5 + 0.25) / 2.
    @Test func theFirstSentenceIsMadeFromTheNumbers() throws {
        let page = try page()
        #expect(page.contains("Over 2 nights, the models that were served would have scored ndcg@10 0.3750"))
        #expect(page.contains("from 0.2500 to 0.5000. Offline they measured 0.3750."))
    }

    @Test func everyNightIsInTheTableWithWhyAValueIsMissing() throws {
        let elements = try #require(MarkupReader.read(page()))
        let rows = elements.filter { $0.name == "tr" }.dropFirst().map(\.text)
        try #require(rows.count == 5)
        #expect(rows[0].hasPrefix("2026-03-05") && rows[0].contains("no data after it"), "the newest comes first")
        #expect(rows[1].contains("data ends 2026-03-08 12:30"))
        #expect(rows[2].contains("refused by the gate") && rows[2].contains("run-2"), "served by the night before")
        #expect(rows[3].contains("0.25000.1250 to 0.3750") && !rows[3].contains("run-3"))
        #expect(rows[4].contains("events: <no> rows") && rows[4].contains("nothing was served"))
        #expect(elements.contains { $0.attributes["href"] == "runs/run-4/report.html" })
    }

    /// Four offline values and three of next days, each with its interval; a cross for each night that published nothing.
    @Test func bothMetricsAreDrawn() throws {
        let elements = try #require(MarkupReader.read(page()))
        func count(_ name: String) -> Int { elements.count { $0.attributes["class"] == name } }
        #expect(count("whisker s0") == 4 && count("whisker s1") == 3)
        #expect(count("failure") == 2)
    }

    @Test func aRecordWithoutValuesIsAPageToo() throws {
        let page = try page([Self.nights[0]])
        #expect(PageRules.problems(of: page) == [])
        #expect(page.contains("No night has a value to show yet.") && page.contains("events: &lt;no&gt; rows"))
        #expect(PageRules.problems(of: try self.page()) == [])
        // An empty table would have no rows to show.
        #expect(MarkupReader.read(try self.page([])) != nil)
    }
}
