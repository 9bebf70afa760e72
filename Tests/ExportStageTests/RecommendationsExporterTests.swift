import ExportStage
import Foundation
import Modelling
import Pipeline
import Tables
import TestSupport
import Testing

struct RecommendationsExporterTests {
    private func exported(_ shop: StatedShop, _ settings: String, excludeSeen: Bool = true) throws -> TemporaryDirectory
    {
        let directory = try TemporaryDirectory()
        try shop.export(RecommendationsExporter.read(settings), to: directory.path, excludeSeen: excludeSeen)
        return directory
    }

    /// The lines that a full sort of every user's items gives.
    private func expectedLines(_ shop: StatedShop, k: Int, excludeSeen: Bool = true, eligible: [Bool]? = nil)
        -> [String]
    {
        (0..<shop.model.userCount).flatMap { user in
            SlowRanking(of: user, in: shop, excludeSeen: excludeSeen, eligible: eligible).prefix(k).enumerated().map {
                "\(shop.dataset.training.users[user]),\($0 + 1),\($1.item),\($1.score)"
            }
        }
    }

    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("every user's list is the head of a full sort", arguments: StatedShop.Parts.allCases, [true, false])
    func fullSort(_ parts: StatedShop.Parts, excludeSeen: Bool) throws {
        // More users than a block and more items than a tile.
        let shop = StatedShop.random(parts, users: 150, items: 1100)
        let directory = try exported(shop, #"{"as": "csv", "k": 20}"#, excludeSeen: excludeSeen)
        let expected = ["user,rank,item,score"] + expectedLines(shop, k: 20, excludeSeen: excludeSeen) + [""]
        #expect(lines(try directory.text("recommendations.csv")) == expected)
    }

    @Test("ten items where no `k` is given; a user with fewer to choose from gets fewer rows")
    func fewerRows() throws {
        var cells = [[Float?]](repeating: [Float?](repeating: nil, count: 12), count: 3)
        cells[1] = (0..<12).map { $0 < 9 ? 1 : nil }
        cells[2] = [Float?](repeating: 1, count: 12)
        let shop = StatedShop(
            model: FactorModel(userCount: 3, itemCount: 12, itemBias: (0..<12).map { Float($0) }),
            dataset: InteractionDataset(training: InteractionMatrix(.implicit, cells)))
        let rows = lines(try exported(shop, "{}").text("recommendations.csv"))
        #expect(rows.count { $0.hasPrefix("u00000,") } == 10)
        #expect(
            rows.filter { $0.hasPrefix("u00001,") } == [
                "u00001,1,i00011,11.0", "u00001,2,i00010,10.0", "u00001,3,i00009,9.0",
            ])
        #expect(!rows.contains { $0.hasPrefix("u00002,") })
    }

    @Test("only items that meet `eligible` are recommended; a row missing from the side table meets nothing")
    func eligible() throws {
        let shop = StatedShop.random(.factors, users: 70, items: 1100)
        let stock: [Int64?] = (0..<1100).map { $0 % 7 == 0 ? nil : Int64($0 % 3) }
        let table = Table(columns: [("stock", .int64(ValueColumn(stock)))])
        let dataset = InteractionDataset(
            training: shop.dataset.training, validation: nil, test: nil, userTable: nil, itemTable: table)
        let stocked = StatedShop(model: shop.model, dataset: dataset)
        let rows = lines(try exported(stocked, #"{"k": 5, "eligible": "stock > 0"}"#).text("recommendations.csv"))
        let mask = stock.map { ($0 ?? 0) > 0 }
        #expect(rows.dropFirst().dropLast() == expectedLines(stocked, k: 5, eligible: mask)[...])

        #expect(throws: DataError.self) { try exported(stocked, #"{"eligible": "stock > 2"}"#) }
    }

    @Test("ids that need quotes are quoted as each form says")
    func hostileIDs() throws {
        let csv = try exported(.hostileIDs, #"{"k": 2}"#).text("recommendations.csv")
        #expect(
            csv == """
                user,rank,item,score
                "comma, quote "" and
                line",1,plain,2.0
                "comma, quote "" and
                line",2,"back\rreturn",-1.0
                Ünïcode,1,"back\rreturn",3.0
                Ünïcode,2,plain,2.0

                """)
        let directory = try exported(.hostileIDs, #"{"as": "jsonl"}"#)
        let objects = try lines(directory.text("recommendations.jsonl")).dropLast().map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(
            objects.map { $0["user"] as? String }.prefix(2) == [
                "comma, quote \" and\nline", "comma, quote \" and\nline",
            ])
        #expect(
            objects.map { $0["item"] as? String } == [
                "plain", "back\rreturn", "back\rreturn", "plain", "\\back\tslash",
            ])
        #expect(objects.map { $0["rank"] as? Int } == [1, 2, 1, 2, 3])
        #expect(objects.map { $0["score"] as? Double } == [2, -1, 3, 2, 0])
    }

    @Test("scores read back as the same numbers")
    func scores() throws {
        let scores: [Float] = [0.1, 1 / 3, 1e-7, 16_777_216, 1.5e20, -2.5e-12]
        let shop = StatedShop(
            model: FactorModel(userCount: 1, itemCount: 6, itemBias: scores),
            dataset: InteractionDataset(
                training: InteractionMatrix(.implicit, [[Float?]](repeating: [nil, nil, nil, nil, nil, nil], count: 1)))
        )
        for settings in [#"{"as": "csv"}"#, #"{"as": "jsonl"}"#] {
            let directory = try exported(shop, settings)
            let name = settings.contains("jsonl") ? "recommendations.jsonl" : "recommendations.csv"
            let found = lines(try directory.text(name)).compactMap { line in
                line.split(whereSeparator: { ",:}".contains($0) }).last.flatMap { Float($0) }
            }
            #expect(found == scores.sorted(by: >))
        }
    }
}
