import Foundation
import Pipeline
import Testing

/// Public data with known counts; see the counts' origin in each test.
@Suite struct RealDataTests {
    /// Counts computed with pandas and stated with the data set: rows read, without exact duplicates over all eight columns, with
    /// a CustomerID, no cancellation, quantity and price positive.
    @Test(.enabled(if: RealData.has("online-retail.csv.gz")))
    func onlineRetailIsCleanedToTheKnownCounts() throws {
        let workdir = try Workdir()
        let ending = try Mercer.run(
            [
                "run", "Pipelines/recommend.json", "--config", "Configs/online-retail.json", "--until", "clean",
                "--workspace", workdir.path("work"), "--output", "json",
            ], environment: ["MERCER_DATA": RealData.directory.path])
        #expect(ending.code == 0, "\(ending.errors)")
        let steps = try Self.steps(of: ending, in: workdir)
        #expect(steps.first { $0.stage == "load" }?.account.rowsOut == 541_909)
        let cleaned = steps.filter { $0.stage == "clean" }.map(\.account)
        #expect(cleaned[0].step == "deduplicate" && cleaned[0].rowsOut == 536_641)
        #expect(cleaned[1].step == "drop_missing" && cleaned[1].rowsOut == 401_604)
        #expect(cleaned[3].step == "filter" && cleaned[3].rowsOut == 392_692)
    }

    @Test(.enabled(if: RealData.has("online-retail.csv.gz")))
    func onlineRetailHoldsTheKnownCustomersAndStockCodes() throws {
        let workdir = try Workdir()
        let pipeline = try workdir.write(
            """
            { "name": "all", "stages": [
                { "stage": "load", "tables": { "events": { "dataset": "events" } } },
                { "stage": "features", "dataset": { "kind": "interactions", "table": "events" } } ] }
            """, to: "all.json")
        let ending = try Mercer.run(
            [
                "run", pipeline, "--config", "Configs/online-retail.json", "--workspace", workdir.path("work"),
                "--output", "json",
            ], environment: ["MERCER_DATA": RealData.directory.path])
        #expect(ending.code == 0, "\(ending.errors)")
        let cache = try FileManager.default.contentsOfDirectory(atPath: workdir.path("work/cache"))
        let entry = try #require(cache.first { $0.hasPrefix("features-") })
        let counts = try workdir.json("work/cache/\(entry)/entry.json")["facts"]?["counts"]?.arrayValue ?? []
        let byName = counts.reduce(into: [:]) { $0[$1["name"]?.stringValue ?? ""] = $1["count"]?.integerValue }
        #expect(byName["users"] == 4_338)
        #expect(byName["items"] == 3_665)
    }

    /// Ratings can be predicted better than by their mean: its error on MovieLens is about 1.04 (its standard deviation).
    @Test(.enabled(if: RealData.has("movielens-latest-small/ratings.csv.gz")))
    func movieLensIsPredictedBetterThanByTheMean() throws {
        let workdir = try Workdir()
        let ending = try Mercer.run(
            [
                "run", "Pipelines/rate.json", "--config", "Configs/movielens.json", "--workspace",
                workdir.path("work"), "--output", "json",
            ], environment: ["MERCER_DATA": RealData.directory.path])
        #expect(ending.code == 0, "\(ending.errors)")
        let error = try #require(ending.json["metrics"]?["rmse"]?["value"]?.doubleValue)
        #expect(error < 0.93)
        #expect(error > 0.80, "better than anyone reports: the test part has leaked")
    }

    private static func steps(
        of ending: Mercer.Ending, in workdir: Workdir
    ) throws -> [(stage: String, account: StepAccount)] {
        let id = ending.json["run"]?.stringValue ?? ""
        let stages = try workdir.json("work/runs/\(id)/run.json")["stages"]?.arrayValue ?? []
        return stages.flatMap { stage in
            (stage["steps"]?.arrayValue ?? []).compactMap { step in
                StepAccount(step).map { (stage["stage"]?.stringValue ?? "", $0) }
            }
        }
    }
}
