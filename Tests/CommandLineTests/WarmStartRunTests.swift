import Foundation
import Pipeline
import Testing

/// `warm_start: "champion"`, night after night.
@Suite struct WarmStartRunTests {
    private let warm = ["--set", "train.candidates.als.warm_start=champion"]

    private func start(_ ending: Mercer.Ending, of shop: TinyShop, workspace: String = "work") throws -> JSON {
        #expect(ending.code == 0, "\(ending.errors)")
        let id = ending.json["run"]?.stringValue ?? ""
        let starts = try shop.workdir.json("\(workspace)/runs/\(id)/run.json")["warm_start"]?.arrayValue ?? []
        #expect(starts.count == 1 && starts.first?["candidate"] == "als")
        return starts.first ?? .null
    }

    @Test func startsFromThePublishedRun() throws {
        let shop = try TinyShop()
        let first = try shop.run(warm + ["--as-of", "2025-06-20"])
        #expect(try start(first, of: shop)["cause"] == "no_champion")
        let second = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(try start(second, of: shop)["start"] == "champion")
        #expect(try start(second, of: shop)["champion"] == first.json["run"])
        let cold = try shop.run(["--as-of", "2025-06-21"], workspace: "other")
        #expect(try shop.model(of: second) != shop.model(of: cold))
    }

    /// Unchanged data: the same result, found stored, though the champion is another run by now.
    @Test func aRepeatedRunFindsItsResult() throws {
        let shop = try TinyShop()
        let cold = try shop.run(warm + ["--as-of", "2025-06-20"])
        let coldAgain = try shop.run(warm + ["--as-of", "2025-06-20"])
        #expect(try shop.statuses(of: coldAgain)["train"] == "cached")
        #expect(try start(coldAgain, of: shop)["cause"] == "same_data")
        #expect(try start(coldAgain, of: shop)["champion"] == cold.json["run"])
        #expect(try shop.model(of: cold) == shop.model(of: coldAgain))
        let first = try shop.run(warm + ["--as-of", "2025-06-21"])
        let again = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(try shop.statuses(of: again)["train"] == "cached")
        #expect(try start(again, of: shop) == start(first, of: shop))
        #expect(try shop.model(of: first) == shop.model(of: again))
        // The cache forgets; what the runs keep is enough to come to the same once more.
        try FileManager.default.removeItem(atPath: shop.workdir.path("work/cache"))
        let anew = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(try shop.statuses(of: anew)["train"] == "ran")
        #expect(try shop.model(of: first) == shop.model(of: anew))
        let next = try shop.run(warm + ["--as-of", "2025-06-22"])
        #expect(try start(next, of: shop)["champion"] == anew.json["run"])
    }

    @Test func sameBitsAtAnyThreadCount() throws {
        let shop = try TinyShop()
        let models = try ["1", "2"].map { threads in
            var ending: Mercer.Ending?
            for day in ["2025-06-20", "2025-06-21"] {
                ending = try shop.run(warm + ["--as-of", day, "--threads", threads], workspace: "work\(threads)")
            }
            return try shop.model(of: #require(ending))
        }
        #expect(models[0] == models[1])
    }

    @Test(arguments: [
        ("seed=6", "split_changed", "seed"), ("features.split.by=random", "split_changed", "split"),
        ("features.split.validation=false", "split_changed", "validation"),
        ("clean.steps=[]", "split_changed", "clean"), ("train.candidates.als.factors=8", "other_shape", "16 factors"),
    ])
    func startsColdWhereSettingsDiffer(_ change: String, _ cause: String, _ named: String) throws {
        let shop = try TinyShop()
        let first = try shop.run(warm + ["--as-of", "2025-06-20"])
        let changed =
            warm
            + (change.contains("by=")
                ? ["--set", "features.split={\"by\":\"random\",\"validation\":true}"] : ["--set", change])
        let second = try shop.run(changed + ["--as-of", "2025-06-21"])
        let start = try start(second, of: shop)
        #expect(start["cause"]?.stringValue == cause && start["champion"] == first.json["run"])
        #expect(named.isEmpty || start["detail"]?.stringValue?.contains(named) == true)
        #expect(second.errors.contains("starts cold"))
        let cold = try shop.run(
            Array(changed.dropFirst(2)) + ["--as-of", "2025-06-21"], workspace: "other")
        #expect(try shop.model(of: second) == shop.model(of: cold))
    }

    @Test func startsColdBeforeTheChampionsInstant() throws {
        let shop = try TinyShop()
        _ = try shop.run(warm + ["--as-of", "2025-06-21"])
        let back = try shop.run(warm + ["--as-of", "2025-06-20"])
        #expect(try start(back, of: shop)["cause"] == "earlier_instant")
    }

    @Test func startsColdFromAnotherModel() throws {
        let shop = try TinyShop()
        let popular = "train.candidates=[{\"id\":\"als\",\"model\":\"popularity\"}]"
        _ = try shop.run(["--set", popular, "--as-of", "2025-06-20"])
        let second = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(try start(second, of: shop)["cause"] == "other_model")
    }

    /// The run before it did not keep which rows it trained on, so nothing can be said of them.
    @Test func startsColdWhereRowsWereNotKept() throws {
        let shop = try TinyShop()
        _ = try shop.run(["--as-of", "2025-06-20"])
        let second = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(try start(second, of: shop)["cause"] == "rows_not_kept")
        let third = try shop.run(warm + ["--as-of", "2025-06-22"])
        #expect(try start(third, of: shop)["start"] == "champion")
    }

    /// Without their last events users are tested on rows the champion has learnt.
    @Test func startsColdWhereDataShrank() throws {
        let shop = try TinyShop()
        _ = try shop.run(warm + ["--as-of", "2025-06-20"])
        try rewrite(shop) { lines in lines.filter { (Int($0.split(separator: ",")[3]) ?? 0) < 1_750_000_000 } }
        let second = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(try start(second, of: shop)["cause"] == "held_out_rows_trained")
    }

    /// Who is gone from the data is gone from the model, warm or not.
    @Test func whoeverIsGoneStaysGone() throws {
        let shop = try TinyShop()
        let first = try shop.run(warm + ["--as-of", "2025-06-20"])
        let gone = try ids("users.csv", of: first)[2]
        try rewrite(shop) { lines in lines.filter { !$0.hasPrefix("\(gone),") } }
        let second = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(try start(second, of: shop)["start"] == "champion")
        #expect(try !ids("users.csv", of: second).contains(gone))
        let directory = second.json["bundle"]?.stringValue ?? ""
        for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
            let content = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(file)"))
            #expect(content.range(of: Data(gone.utf8)) == nil, "\(file)")
        }
    }

    /// Whatever the cache has forgotten, a run has its evaluation model: made now, or taken over from the published run.
    @Test func everyRunKeepsItsEvaluationModel() throws {
        let shop = try TinyShop()
        _ = try shop.run(warm + ["--as-of", "2025-06-20"])
        let cache = shop.workdir.path("work/cache")
        for name in try FileManager.default.contentsOfDirectory(atPath: cache) where name.hasPrefix("features-") {
            try FileManager.default.removeItem(atPath: "\(cache)/\(name)")
        }
        let second = try shop.run(warm + ["--as-of", "2025-06-20"])
        #expect(try shop.statuses(of: second)["train"] == "cached")
        let run = shop.workdir.path("work/runs/\(second.json["run"]?.stringValue ?? "")/evaluation-model")
        let names = try FileManager.default.contentsOfDirectory(atPath: run).sorted()
        #expect(
            names == [
                "item-popularity.safetensors", "items.csv", "manifest.json", "model.safetensors", "rows.safetensors",
                "users.csv",
            ])
        let third = try shop.run(warm + ["--as-of", "2025-06-21"])
        #expect(try start(third, of: shop)["champion"] == second.json["run"])
    }

    @Test func refusesModelsThatCannot() throws {
        let shop = try TinyShop()
        let ending = try shop.run(["--set", "train.candidates.popular.warm_start=champion"])
        #expect(ending.code == 78 && ending.errors.contains("warm_start"))
    }

    private func rewrite(_ shop: TinyShop, _ change: ([String]) -> [String]) throws {
        let path = shop.workdir.path("shop/events.csv")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        let changed = [lines[0]] + change(Array(lines.dropFirst()))
        try shop.workdir.write(changed.joined(separator: "\n") + "\n", to: "shop/events.csv")
    }

    private func ids(_ file: String, of ending: Mercer.Ending) throws -> [String] {
        let path = "\(ending.json["bundle"]?.stringValue ?? "")/\(file)"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        return lines.dropFirst().map { String($0.split(separator: ",")[1]) }
    }
}
