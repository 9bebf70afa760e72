import Foundation
import Pipeline
import Testing

/// A person who is suppressed is in nothing that a run leaves.
@Suite struct SuppressionTests {
    private let gone = ["U10000", "U10007"]

    private func shop(suppress: String = #"{ "path": "gone.txt" }"#) throws -> TinyShop {
        let shop = try TinyShop()
        let config = TinyShop.config.replacing(
            #""name": "tiny","#, with: #""name": "tiny", "cache_tables": true, "suppress": \#(suppress),"#)
        try shop.workdir.write(config, to: "config.json")
        try shop.workdir.write(gone.joined(separator: "\n"), to: "gone.txt")
        return shop
    }

    /// Files under a folder that hold one of the ids, but for those that name the list.
    private func leaks(in shop: TinyShop) throws -> [String] {
        let root = shop.workdir.path("work")
        let files = try #require(FileManager.default.enumerator(atPath: root)).compactMap { $0 as? String }
        return files.filter { file in
            guard let data = FileManager.default.contents(atPath: "\(root)/\(file)") else { return false }
            return gone.contains { data.range(of: Data($0.utf8)) != nil }
        }
    }

    @Test func nobodySuppressedIsInAnythingARunLeaves() throws {
        let shop = try shop()
        // A row that can't be read names one of them.
        let events = shop.workdir.path("shop/events.csv")
        var text = try String(contentsOfFile: events, encoding: .utf8)
        let named = text.split(separator: "\n").dropFirst().count { row in
            gone.contains { row.split(separator: ",").map(String.init).contains($0) }
        }
        let columns = try #require(text.split(separator: "\n").first).split(separator: ",")
        text += columns.map { $0 == "user_id" ? gone[0] : $0 == "timestamp" ? "yesterday" : "x" }.joined(separator: ",")
        try text.write(toFile: events, atomically: true, encoding: .utf8)

        let ending = try shop.run()
        #expect(ending.code == 0, "\(ending.errors)")
        let read = try #require(try shop.steps(of: ending).first)
        #expect(named > 0 && read["dropped"]?["suppressed"]?.integerValue == named)
        #expect(try leaks(in: shop) == [])
    }

    /// What cleaning turns into a suppressed id is dropped then.
    @Test func cleaningBringsNobodyBack() throws {
        let shop = try shop()
        try shop.workdir.write("u10000\n", to: "gone.txt")
        let pipeline = TinyShop.pipeline.replacing(
            #"{ "step": "deduplicate", "table": "events" } ]"#,
            with: #"""
                { "step": "deduplicate", "table": "events" },
                { "step": "normalize_text", "table": "events", "column": "user", "form": "lower" } ]
                """#)
        try shop.workdir.write(pipeline, to: "pipeline.json")
        let ending = try shop.run()
        #expect(ending.code == 0, "\(ending.errors)")
        let step = try #require(try shop.steps(of: ending).first { $0["step"] == "suppress" })
        #expect((step["dropped"]?["suppressed"]?.integerValue ?? 0) > 0)
        let users = String(decoding: try shop.file("users.csv", of: ending), as: UTF8.self)
        #expect(users.contains("u10001") && !users.contains("u10000"))
    }

    /// A bundle of the days before knows them.
    @Test func rollbacksBringNobodyBackWithoutAReason() throws {
        let shop = try shop()
        try shop.workdir.write("", to: "gone.txt")
        let before = try shop.run(["--as-of", "2025-06-20"])
        try shop.workdir.write(gone.joined(separator: "\n"), to: "gone.txt")
        let after = try shop.run(["--as-of", "2025-06-21"])
        func rollback(_ arguments: [String]) throws -> Mercer.Ending {
            try Mercer.run(
                [
                    "rollback", shop.workdir.path("pipeline.json"), "--config", shop.workdir.path("config.json"),
                    "--workspace", shop.workdir.path("work"),
                ] + arguments)
        }
        let known = String(decoding: try shop.file("users.csv", of: before), as: UTF8.self)
        let refused = try rollback([])
        #expect(refused.code == 65, "\(refused.errors)")
        #expect(
            refused.errors.contains("\(gone.count { known.contains($0) }) ids that")
                && refused.errors.contains("--reason"))
        let current = shop.workdir.path("work/models/tiny/tiny/current")
        let published = try FileManager.default.destinationOfSymbolicLink(atPath: current)
        #expect(published == after.json["run"]?.stringValue)
        #expect(try rollback(["--reason", "answers are slow"]).code == 0)
        #expect(try rollback(["--to", published]).code == 0, "that one knows nobody who is suppressed")
    }

    /// The champion knows them; a training that starts from it does not bring them back.
    @Test func warmStartsBringNobodyBack() throws {
        let shop = try shop()
        let warm = ["--set", "train.candidates.als.warm_start=champion"]
        try shop.workdir.write("", to: "gone.txt")
        let before = try shop.run(warm + ["--as-of", "2025-06-20"])
        #expect(String(decoding: try shop.file("users.csv", of: before), as: UTF8.self).contains(gone[0]))
        try shop.workdir.write(gone[0], to: "gone.txt")
        let after = try shop.run(warm + ["--as-of", "2025-06-21"])
        let id = after.json["run"]?.stringValue ?? ""
        let record = try shop.workdir.json("work/runs/\(id)/run.json")
        #expect(record["warm_start"]?.arrayValue?.first?["start"] == "champion", "\(after.errors)")
        for file in ["users.csv", "recommendations.csv", "golden.json"] {
            #expect(!String(decoding: try shop.file(file, of: after), as: UTF8.self).contains(gone[0]), "\(file)")
        }
    }

    @Test func aChangedListIsReadAnew() throws {
        let shop = try shop()
        _ = try shop.run()
        #expect(try shop.plan()["load"]?.hasPrefix("skipped") == true)
        try shop.workdir.write((gone + ["U10001"]).joined(separator: "\n"), to: "gone.txt")
        #expect(try shop.plan()["load"]?.contains("suppress") == true)
    }

    @Test(arguments: [
        (#"{ "path": "nowhere.txt" }"#, Int32(66), "nowhere.txt"),
        (#"{ "path": "wide.txt" }"#, 65, "wide.txt:2: found 2 fields, expected one id on the line"),
        (#"{ "path": "gone.txt", "column": "usr" }"#, 78, #"unknown column of ids "usr"; did you mean "user"?"#),
        (#"[{ "path": "gone.txt" }, { "column": "item" }]"#, 78, "path"),
    ])
    func saysWhatIsWrong(_ suppress: String, _ code: Int32, _ message: String) throws {
        let shop = try shop(suppress: suppress)
        try shop.workdir.write("a\nb,c\n", to: "wide.txt")
        let ending = try shop.run()
        #expect(ending.code == code && ending.errors.contains(message), "\(ending.errors)")
    }
}
