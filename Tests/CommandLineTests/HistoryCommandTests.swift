import Foundation
import Pipeline
import Testing

/// `mercer recommend --history`: answers for somebody the model does not know.
@Suite struct HistoryCommandTests {
    private struct Shop {
        let shop: TinyShop
        let bundle: String
        let items: [String]

        init(_ arguments: [String] = []) throws {
            shop = try TinyShop()
            let ending = try shop.run(arguments)
            #expect(ending.code == 0, "\(ending.errors)")
            bundle = shop.workdir.path("work/models/tiny/tiny/current")
            let lines = try String(contentsOfFile: "\(bundle)/items.csv", encoding: .utf8).split(separator: "\n")
            items = lines.dropFirst().map { String($0.split(separator: ",")[1]) }
        }

        func recommend(_ arguments: [String], output: String = "json") throws -> Mercer.Ending {
            try Mercer.run(["recommend", "--model", bundle, "--output", output] + arguments)
        }
    }

    private func answer(_ ending: Mercer.Ending) -> [String] {
        let users = ending.json["users"]?.arrayValue ?? []
        return (users.first?["items"]?.arrayValue ?? []).compactMap { $0["item"]?.stringValue }
    }

    @Test func answersFromAHistory() throws {
        let shop = try Shop()
        let history = Array(shop.items[3...5])
        let ending = try shop.recommend(["--history", history.joined(separator: ","), "--k", "7"])
        #expect(ending.code == 0 && ending.errors.isEmpty)
        let items = answer(ending)
        #expect(items.count == 7 && Set(items).count == 7)
        #expect(Set(items).isDisjoint(with: history))
        #expect(ending.json["users"]?.arrayValue?.first?["folded_in"] == true)
        #expect(ending.json["history"]?.arrayValue?.compactMap { $0["item"]?.stringValue } == history)
        // Repeated, quoted, or in a file: the same history.
        let separately = try shop.recommend(history.flatMap { ["--history", "\"\($0)\""] } + ["--k", "7"])
        #expect(separately.output == ending.output)
        let file = try shop.shop.workdir.write("item\n" + history.joined(separator: "\n"), to: "history.csv")
        #expect(try shop.recommend(["--history-file", file, "--k", "7"]).output == ending.output)
        let text = try shop.recommend(["--history", history[0]], output: "text")
        #expect(text.output.hasPrefix("somebody new, from 1 item of history\n"))
    }

    /// Weights count: an item that weighs much draws its like.
    @Test func weightsChangeTheAnswer() throws {
        let shop = try Shop()
        let (first, second) = (shop.items[2], shop.items[20])
        let scores = try [("1", "9"), ("9", "1")].map { weights in
            let file = try shop.shop.workdir.write(
                "item,weight\n\(first),\(weights.0)\n\(second),\(weights.1)\n", to: "history.csv")
            return try shop.recommend(["--history-file", file]).json["users"]
        }
        #expect(scores[0] != nil && scores[0] != scores[1])
        let file = try shop.shop.workdir.write("item,weight\n\(first),-1\n", to: "history.csv")
        #expect(try shop.recommend(["--history-file", file]).code == 65)
        // What whoever gives a history can do about it; they can't train otherwise.
        let huge = try shop.shop.workdir.write("item,weight\n\(first),1e30\n\(second),1\n", to: "history.csv")
        let refused = try shop.recommend(["--history-file", huge])
        #expect(refused.code == 65 && refused.errors.contains("give smaller values"), "\(refused.errors)")
        #expect(!refused.errors.contains("regularization"))
    }

    @Test func namesUnknownItemsAndLeavesThemOut() throws {
        let shop = try Shop()
        let known = shop.items[8]
        let misspelt = String(known.dropLast()) + "x"
        let ending = try shop.recommend(["--history", "\(known),\(misspelt),nothing-like-it"])
        #expect(ending.code == 0)
        #expect(ending.errors.contains("\"\(misspelt)\", which is left out; did you mean"))
        #expect(ending.errors.contains("\"nothing-like-it\", which is left out\n"))
        #expect(ending.output != "")
        #expect(answer(ending) == answer(try shop.recommend(["--history", known])))
        #expect(ending.json["unknown_items"] == [.string(misspelt), "nothing-like-it"])
    }

    /// Nothing to go by: what an unknown user gets.
    @Test func popularItemsWhereNothingIsKnown() throws {
        let shop = try Shop()
        let ending = try shop.recommend(["--history", "nothing-like-it"])
        #expect(ending.code == 0 && ending.errors.contains("left out"))
        #expect(answer(ending) == answer(try shop.recommend(["--user", "nobody"])))
        #expect(ending.json["users"]?.arrayValue?.first?["folded_in"] == false)
    }

    /// With seen items kept in, the history is part of the ranking.
    @Test func keepsTheHistoryWhereTheBundleKeepsSeenItems() throws {
        let shop = try Shop(["--set", "evaluate.exclude_seen=false"])
        let ending = try shop.recommend(["--history", shop.items[4], "--k", "60"])
        #expect(answer(ending).count == shop.items.count)
        #expect(answer(ending).contains(shop.items[4]))
    }

    @Test func saysWhichModelsCan() throws {
        let shop = try Shop(["--set", "train.candidates=[{\"id\":\"popular\",\"model\":\"popularity\"}]"])
        let ending = try shop.recommend(["--history", shop.items[0]])
        #expect(ending.code == 64 && ending.output.isEmpty)
        #expect(ending.errors.contains("popularity") && ending.errors.contains("als"))
    }

    @Test func needsEitherUsersOrAHistory() throws {
        let directory = try Workdir()
        for arguments in [[], ["--user", "a", "--history", "b"], ["--history", "a", "--k", "0"]] {
            let ending = try Mercer.run(["recommend", "--model", directory.path] + arguments)
            #expect(ending.code == 64 && ending.output.isEmpty)
        }
        #expect(try Mercer.run(["recommend", "--model", directory.path, "--history", "a"]).code == 66)
    }
}
