import Foundation
import Pipeline
import Testing

/// Floors by groups of users with the real program: what a column of the users' table makes of the test users, night by night.
@Suite struct GateSegmentTests {
    private let changed = [
        "--set", "train.candidates.als.regularization=0.2", "--as-of", "2025-06-21",
    ]

    private func floor(_ column: String) -> [String] {
        [
            "--set",
            #"evaluate.gate=[{"condition":"segments","column":"\#(column)","metric":"ndcg@10","maximum_loss":0.9}]"#,
        ]
    }

    /// A shop whose users have a column `seg`: 21 texts of one user each, the others a third each `a`, `b` and nothing; a column
    /// `same`, the same for all; and `visits`, 0 for two of five.
    private func shop() throws -> TinyShop {
        let shop = try TinyShop(users: 600, items: 60, events: 24_000)
        let path = shop.workdir.path("shop/users.csv")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
        let rows = lines.enumerated().map { number, line in
            let seg = number < 21 ? "stray\(number)" : ["a", "b", ""][number % 3]
            return "\(line.prefix { $0 != "," }),\(seg),x,\(number % 5 < 2 ? 0 : number)\n"
        }
        try shop.workdir.write("user,seg,same,visits\n" + rows.joined(), to: "users.csv")
        let users = """
            "datasets": { "users": { "source": "csv", "path": "users.csv", "columns": {
                "user": { "from": "user", "type": "string" }, "seg": { "from": "seg", "type": "string" },
                "same": { "from": "same", "type": "string" }, "visits": { "from": "visits", "type": "int64" } } },
            """
        try shop.workdir.write(
            TinyShop.config.replacing(#""datasets": {"#, with: users), to: "config.json")
        let tables = TinyShop.pipeline
            .replacing(
                #"{ "dataset": "events" } }"#,
                with: #"{ "dataset": "events" }, "users": { "dataset": "users" } }"#
            )
            .replacing(#""kind": "interactions","#, with: #""kind": "interactions", "users": "users","#)
        try shop.workdir.write(tables, to: "pipeline.json")
        return shop
    }

    private func condition(_ ending: Mercer.Ending, of shop: TinyShop) throws -> JSON {
        let verdict = try shop.workdir.json(
            "work/runs/\(ending.json["run"]?.stringValue ?? "")/gate.json")
        return verdict["conditions"]?.arrayValue?.first ?? .null
    }

    @Test func everyUserIsInAGroup() throws {
        let shop = try shop()
        let first = try shop.run(floor("seg") + ["--as-of", "2025-06-20"])
        #expect(first.code == 0, "\(first.errors)")
        let warnings: JSON = ["no group of seg has 200 test users: the condition decides nothing"]
        #expect(try condition(first, of: shop)["warnings"] == warnings)
        let second = try shop.run(floor("seg") + changed)
        #expect(second.code == 0, "\(second.errors)")
        let judged = try condition(second, of: shop)
        #expect(judged["status"] == "passed" && judged["warnings"] == warnings)
        let segments = judged["segments"]?.arrayValue ?? []
        let names = segments.compactMap { $0["segment"]?.stringValue }
        #expect(names.prefix(3) == ["a", "b", "without a value"])
        #expect(names.count == 4 && names[3].hasSuffix(" groups under 20 users"))
        let counts = segments.compactMap { $0["users"]?.integerValue }
        #expect(counts.reduce(0, +) == judged["users"]?.integerValue)
        let run = shop.workdir.path("work/runs/\(second.json["run"]?.stringValue ?? "")")
        #expect(!"\(judged)".contains("stray"))
        #expect(try !String(contentsOfFile: "\(run)/test-users.csv", encoding: .utf8).contains("stray"))
    }

    @Test func manyEqualNumbersMakeGroups() throws {
        let shop = try shop()
        #expect(try shop.run(floor("visits") + ["--as-of", "2025-06-20"]).code == 0)
        let second = try shop.run(floor("visits") + changed)
        #expect(second.code == 0, "\(second.errors)")
        #expect(try condition(second, of: shop)["segments"]?.arrayValue?.count == 3)
    }

    /// A gate that can judge nobody says so on the first night, when somebody is there.
    @Test func aColumnThatMakesNoGroupsIsToldOnTheFirstRun() throws {
        let shop = try shop()
        let first = try shop.run(floor("same") + ["--as-of", "2025-06-20"])
        #expect(first.code == 2)
        #expect(
            try condition(first, of: shop)["text"]
                == "same makes no groups of the test users: it has the same value for all test users")
        #expect(
            !FileManager.default.fileExists(atPath: shop.workdir.path("work/models/tiny/tiny/current")))
    }
}
