import Foundation
import Pipeline
import Testing

/// Every night of a period, scored on the days after.
@Suite struct BackfillTests {
    private func nights(_ ending: Mercer.Ending) throws -> [JSON] {
        try #require(ending.json["nights"]?.arrayValue, "\(ending.errors)")
    }

    private func next(_ night: JSON) -> JSON? { night["next_days"]?["metrics"]?["hit_rate@1"] }
    private func status(_ night: JSON) -> String? { night["next_days"]?["status"]?.stringValue }

    /// - a gets z (hit), b gets y (miss), c gets w (hit), d gets z (miss) of the bundle of the 5th; f is left out.
    /// - a day later z and y have as many buyers, b still gets y, as it stands first (miss), and d gets z (miss).
    @Test func aNightIsScoredOnWhatCameAfterIt() throws {
        let shop = try DatedShop()
        let ending = try shop.backfill("2026-01-05", "2026-01-08")
        #expect(ending.code == 0, "\(ending.errors)")
        let nights = try nights(ending)
        #expect(nights.map { $0["exit_status"]?.integerValue } == [0, 0, 0, 0])
        #expect(nights.map(status) == ["scored", "scored", "scored", "no_data"])
        #expect(nights.prefix(3).map { next($0)?["value"]?.doubleValue } == [0.5, 0, 0])
        #expect(nights.prefix(3).map { next($0)?["count"]?.integerValue } == [4, 2, 2])
        #expect(nights[0]["next_days"]?["complete"] == false, "the data ends on the third of seven days")
        #expect(nights[0]["next_days"]?["until"]?.stringValue?.hasPrefix("2026-01-07T12:00:00") == true)
        #expect(nights.map { $0["published"] } == nights.map { $0["run"] })
        // Of the last rows but one of each user: a and d get y, c gets z; e's w is known to nobody.
        #expect(nights[0]["metrics"]?["hit_rate@1"]?["value"] == 1)
        #expect(nights[0]["metrics"]?["hit_rate@1"]?["count"] == 3)
    }

    /// What is bought again after the night was seen before it, whatever cleaning makes of both rows together.
    @Test func whatComesAfterANightDoesNotChangeWhatWasKnown() throws {
        let clean = """
            { "stage": "clean", "steps": [
                { "step": "deduplicate", "table": "events", "keys": ["user", "item"], "keep": "last" } ] },
            """
        let again = "b,x,2026-01-06T08:00:00Z\nd,y,2026-01-06T08:01:00Z\n"
        let night = try #require(
            try nights(try DatedShop(clean: clean, more: again).backfill("2026-01-05", "2026-01-05")).first)
        // As without those rows.
        #expect(next(night)?["value"] == 0.5 && next(night)?["count"] == 4, "\(night.text())")
    }

    /// A night whose days are not over stays as it is where its bundle is gone.
    @Test func aNightThatWasPrunedKeepsItsScores() throws {
        let shop = try DatedShop()
        let before = try nights(shop.backfill("2026-01-05", "2026-01-07"))
        let place = shop.workdir.path("work/backfill/dated/popular")
        let first = try #require(before[0]["run"]?.stringValue)
        try FileManager.default.removeItem(atPath: "\(place)/models/dated/popular/\(first)")
        let ending = try shop.backfill("2026-01-05", "2026-01-07")
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(try nights(ending) == before)
    }

    @Test func otherDaysScoreTheSameNightsAnew() throws {
        let shop = try DatedShop()
        let week = try nights(shop.backfill("2026-01-05", "2026-01-07"))
        let day = try nights(shop.backfill("2026-01-05", "2026-01-07", ["--days", "1"]))
        #expect(day.map { $0["run"] } == week.map { $0["run"] }, "no night ran twice")
        #expect(next(day[0])?["value"] == 1 && next(day[0])?["count"] == 2 && day[0]["next_days"]?["complete"] == true)
        #expect(status(day[1]) == "not_scorable", "nobody bought anything on the 6th")
        #expect(next(day[2])?["value"] == 0 && day[2]["next_days"]?["complete"] == false)
    }

    @Test func aSecondCallGoesOnAndTheServedModelIsNotTouched() throws {
        let shop = try DatedShop()
        let served = try Mercer.run(
            [
                "run", shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("config.json"), "--output",
                "json",
            ]
                + ["--workspace", shop.workdir.path("work")])
        let first = try nights(shop.backfill("2026-01-05", "2026-01-05"))
        let both = try nights(shop.backfill("2026-01-05", "2026-01-06"))
        #expect(both.count == 2 && both[0]["run"] == first[0]["run"])
        let place = "work/backfill/dated/popular"
        let runs = try FileManager.default.contentsOfDirectory(atPath: shop.workdir.path("\(place)/runs"))
        #expect(Set(runs) == Set(both.compactMap { $0["run"]?.stringValue }))
        func current(_ workspace: String) throws -> String {
            try FileManager.default.destinationOfSymbolicLink(
                atPath: shop.workdir.path("\(workspace)/models/dated/popular/current"))
        }
        #expect(try current("work") == served.json["run"]?.stringValue)
        #expect(try current(place) == both[1]["run"]?.stringValue)
        let page = try String(contentsOfFile: shop.workdir.path("\(place)/backfill.html"), encoding: .utf8)
        #expect(page.contains("runs/\(both[1]["run"]?.stringValue ?? "")/report.html"))
        #expect(try shop.workdir.json("\(place)/backfill.json")["nights"]?.arrayValue?.count == 2)
    }

    @Test func aNightWithTooLittleDataIsRecordedAndTheNextOneRuns() throws {
        let shop = try DatedShop()
        let early = try shop.backfill("2026-01-01", "2026-01-01")
        #expect(early.code == 65, "\(early.errors)")
        let later = try shop.backfill("2026-01-05", "2026-01-05")
        #expect(later.code == 0, "the code is of the nights that were asked for")
        let nights = try nights(later)
        #expect(nights.map { $0["exit_status"]?.integerValue } == [65, 0])
        #expect(nights.map(status) == ["no_model", "scored"])
        #expect(nights[0]["published"] == .null && nights[0]["error"]?.stringValue?.isEmpty == false)
    }

    /// The second night's last row of b is a z, where popularity gives y: two hits of three are less than the gate asks for. The
    /// first night's model is served on, and d, who buys w next, gets z from it.
    @Test func aNightTheGateRefusesServesTheOneBefore() throws {
        let gate = #", "gate": [{ "condition": "minimum", "metric": "hit_rate@1", "value": 0.9 }]"#
        let shop = try DatedShop(gate: gate)
        let ending = try shop.backfill("2026-01-06T10:30:00Z", "2026-01-07T10:30:00Z")
        let nights = try nights(ending)
        let offline = nights.map { $0["metrics"]?["hit_rate@1"]?["value"]?.doubleValue ?? .nan }
        try #require(offline.count == 2 && offline[0] == 1 && abs(offline[1] - 2.0 / 3) < 1e-12, "\(offline)")
        #expect(ending.code == 2)
        #expect(nights.map { $0["exit_status"]?.integerValue } == [0, 2])
        #expect(nights[1]["published"] == nights[0]["run"])
        #expect(next(nights[1])?["value"] == 0 && next(nights[1])?["count"] == 1)
    }

    @Test func nightsRunInTheirOrderAndWithTheSameSettings() throws {
        let shop = try DatedShop()
        #expect(try shop.backfill("2026-01-06", "2026-01-06").code == 0)
        let early = try shop.backfill("2026-01-05", "2026-01-07")
        #expect(early.code == 64 && early.errors.contains("2026-01-05T00:00:00Z lies before 2026-01-06T00:00:00Z"))
        let other = try shop.backfill("2026-01-06", "2026-01-07", ["--seed", "9"])
        #expect(other.code == 64 && other.errors.contains("other settings (`pipeline.seed` 0 → 9)"), "\(other.errors)")
    }

    @Test(arguments: [
        (["--from", "yesterday", "--to", "2026-01-06"], "--from yesterday: expected a date"),
        (["--from", "2026-01-06", "--to", "2026-01-05"], "expected the first night no later than the last"),
        (["--from", "1026-01-06", "--to", "2026-01-05"], "at most 3660 nights"),
        (["--from", "2026-01-05", "--to", "2026-01-06", "--days", "0"], "--days 0: expected from 1 to 366"),
    ])
    func periodsThatMakeNoSenseAreUsageErrors(arguments: [String], message: String) throws {
        let ending = try Mercer.run(["backfill", "pipeline.json", "--config", "config.json"] + arguments)
        #expect(ending.code == 64 && ending.errors.contains(message), "\(ending.errors)")
    }

    @Test func aPipelineThatDoesNotEvaluateIsRefused() throws {
        let shop = try DatedShop()
        try shop.workdir.write(
            """
            { "name": "tables", "stages": [ { "stage": "load", "tables": { "events": { "dataset": "events" } } } ] }
            """, to: "pipeline.json")
        let ending = try shop.backfill("2026-01-05", "2026-01-06")
        #expect(ending.code == 64 && ending.errors.contains("tables does not evaluate"), "\(ending.errors)")
    }

    @Test func aSignalEndsItAndTheNextCallGoesOn() throws {
        let shop = try TinyShop()
        try shop.workdir.write(
            TinyShop.pipeline.replacing(
                #""factors": 16, "iterations": 5"#, with: #""factors": 256, "iterations": 60, "solver": "cholesky""#),
            to: "pipeline.json")
        let newest = try newestDay(of: shop)
        let arguments =
            [
                "backfill", shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("config.json"),
                "--output", "json",
            ]
            + ["--workspace", shop.workdir.path("work"), "--days", "1"]
            + ["--from", Instant.text(microseconds: newest - 4 * day), "--to", Instant.text(microseconds: newest)]
        let first = try Mercer.start(arguments)
        let record = shop.workdir.path("work/backfill/tiny/tiny/backfill.json")
        first.wait { FileManager.default.fileExists(atPath: record) }
        first.signal(SIGTERM)
        let stopped = first.ending()
        #expect(!stopped.wasSignalled && stopped.code == 143, "\(stopped.errors)")
        let finished = try shop.workdir.json("work/backfill/tiny/tiny/backfill.json")["nights"]?.arrayValue ?? []
        try #require((1..<5).contains(finished.count))
        let ending = try Mercer.run(arguments)
        #expect(ending.code == 0, "\(ending.errors)")
        let nights = try nights(ending)
        #expect(nights.count == 5)
        #expect(nights.prefix(finished.count).map { $0["run"] } == finished.map { $0["run"] })
    }

    private let day: Int64 = 86_400_000_000

    /// The midnight before the newest event.
    private func newestDay(of shop: TinyShop) throws -> Int64 {
        let text = try String(contentsOfFile: shop.workdir.path("shop/events.csv"), encoding: .utf8)
        let header = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
        let column = try #require(header.firstIndex(of: "timestamp"))
        let seconds = text.split(separator: "\n").dropFirst().compactMap { line -> Int64? in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return cells.indices.contains(column) ? Int64(cells[column]) : nil
        }
        return (try #require(seconds.max())) / 86_400 * day
    }
}
