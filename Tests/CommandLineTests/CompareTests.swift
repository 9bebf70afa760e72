import Foundation
import Pipeline
import Testing

/// `mercer compare` and `mercer runs report` over runs of a tiny shop.
@Suite struct CompareTests {
    private let shop: TinyShop
    private let runs: [String]

    init() throws {
        shop = try TinyShop()
        let endings = [try shop.run(), try shop.run(["--set", "train.candidates.als.factors=4"])]
        runs = endings.compactMap { $0.json["run"]?.stringValue }
    }

    private func mercer(_ arguments: [String]) throws -> Mercer.Ending {
        try Mercer.run(arguments + ["--workspace", shop.workdir.path("work")])
    }

    @Test func writesAllThreeForms() throws {
        for name in ["page.html", "page.md", "page.json"] {
            let path = shop.workdir.path(name)
            let ending = try mercer(["compare", runs[0], runs[1], "--output", path])
            #expect(ending.code == 0, "\(ending.errors)")
            #expect(ending.output.contains("ndcg@10") && ending.output.hasSuffix("\(path)\n"))
        }
        let json = try shop.workdir.json("page.json")
        let models = json["models"]?.arrayValue ?? []
        #expect(models.compactMap { $0["run"]?.stringValue } == runs)
        #expect(
            json["settings"]?["pipeline"]
                == .array([["path": "train.candidates.als.factors", "values": [16, 4]]]))
        // Both runs were tested on the same pairs, so metrics per user are paired.
        let test = json["differences"]?.arrayValue?.first?["metrics"]?["ndcg@10"]
        let values = models.map { $0["metrics"]?["ndcg@10"]?["value"]?.doubleValue ?? .nan }
        #expect(abs((test?["difference"]?.doubleValue ?? .nan) - (values[1] - values[0])) < 1e-6)
        // There are fewer test users than are sampled: all of them have lists.
        #expect(json["lists"]?["users"]?.integerValue == test?["users"]?.integerValue)
        #expect(try mercer(["compare", runs[0], runs[1]]).output.hasPrefix("## Comparison of 2 models"))
    }

    @Test func candidatesOfOneRunAndChampions() throws {
        let ending = try mercer(["compare", "\(runs[0]):als", "\(runs[0]):popular"])
        #expect(ending.code == 0 && ending.output.contains("A als (baseline)") && ending.output.contains("B popular"))
        // The newest run is the published one.
        let champion = try mercer(["compare", runs[0], "--champion", "--output", shop.workdir.path("champion.json")])
        #expect(champion.code == 0, "\(champion.errors)")
        let models = try shop.workdir.json("champion.json")["models"]?.arrayValue ?? []
        #expect(models.compactMap { $0["run"]?.stringValue } == [runs[1], runs[0]])
    }

    @Test func mistakesHaveTheirExitCodes() throws {
        #expect(try mercer(["compare", "nothing", runs[0]]).code == 66)
        #expect(try mercer(["compare", "\(runs[0]):nothing", runs[0]]).code == 66)
        #expect(try mercer(["compare", runs[0]]).code == 64)
        #expect(try mercer(["compare"]).code == 64)
        #expect(try mercer(["compare", runs[0], runs[1], "--output", "page.pdf"]).code == 64)
        #expect(try mercer(["compare", runs[0], runs[1], "--since", "yesterday"]).code == 64)
        #expect(try mercer(["runs", "report", "--pipeline", "nothing"]).code == 66)
        #expect(try mercer(["runs", "report", "--output", "page.txt"]).code == 64)
    }

    @Test func theOverviewLeadsToEveryReport() throws {
        let ending = try mercer(["runs", "report"])
        #expect(ending.code == 0, "\(ending.errors)")
        let page = try String(contentsOf: shop.workdir.url.appendingPathComponent("work/runs.html"), encoding: .utf8)
        for run in runs { #expect(page.contains("href=\"runs/\(run)/report.html\"")) }
    }
}
