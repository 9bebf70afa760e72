import Pipeline
import Testing

struct OverrideTests {
    private func set(_ assignment: String) throws -> Override {
        try #require(Override(assignment: assignment))
    }

    private func factors(_ resolved: ResolvedPipeline) throws -> Int {
        let model = try #require(resolved.pipeline.train?.candidates.first { $0.id == "als-64" }?.model.component)
        return try #require(model as? FakeFactorModel).factors
    }

    private static let overriding = Documents.config.replacingOccurrences(
        of: "\"workspace\": \"artifacts\",",
        with: """
            "workspace": "artifacts",
            "overrides": { "recommend": { "train.candidates.als-64.factors": 32 }, "other": { "nothing.there": 1 } },
            """)

    @Test func eachPlaceGoesOverTheOneBefore() throws {
        let site = try Site()
        let plain = Documents.pipeline.replacingOccurrences(of: ", \"factors\": 48", with: "")
        #expect(try factors(site.resolve(plain)) == 64)
        #expect(try factors(site.resolve(Documents.pipeline)) == 48)
        #expect(try factors(site.resolve(plain, Self.overriding)) == 32)
        #expect(try factors(site.resolve(Documents.pipeline, Self.overriding)) == 32)
        let flag = try set("train.candidates.als-64.factors=16")
        #expect(try factors(site.resolve(Documents.pipeline, Self.overriding, [flag])) == 16)
        #expect(try factors(site.resolve(Documents.pipeline, Documents.config, [flag, set(flag.address + "=8")])) == 8)
        let seed = Override(address: "seed", text: "11", flag: "--seed")
        #expect(try site.resolve(Documents.pipeline, Documents.config, [set("seed=9"), seed]).pipeline.seed == 11)
        #expect(try site.resolve(Documents.pipeline, Documents.config, [set("seed=null")]).pipeline.seed == 0)
    }

    @Test func valuesAreReadAsJSONElseAsStrings() throws {
        let site = try Site()
        let resolved = try site.resolve(
            Documents.pipeline, Documents.config,
            [
                set("export.formats.1.k=50"), set("config.threads=2"), set("description=Two words"),
                set("train.candidates.als-64.early_stopping={\"patience\": 5}"), set("evaluate.exclude_seen=false"),
                set("config.datasets.events.columns.user.from=0"),
            ])
        #expect(resolved.pipeline.settings(of: .export)?["formats"]?.arrayValue?[1]["k"] == 50)
        #expect(resolved.config.threads == 2)
        #expect(resolved.pipeline.description == "Two words")
        let candidate = resolved.pipeline.settings(of: .train)?["candidates"]?.arrayValue?[0]
        #expect(candidate?["early_stopping"] == ["patience": 5])
        #expect(resolved.pipeline.evaluate?.excludeSeen == false)
        #expect(resolved.config.datasets[0].columns[0].origin == .position(0))
    }

    @Test(arguments: [
        ("train.candidates.als-46.factors=1", "train.candidates has no element \"als-46\"; did you mean \"als-64\"?"),
        ("train.candidates.0.factors=1", "train.candidates has no element \"0\"; one of: als-64, popular"),
        ("tarin.candidates.als-64.factors=1", "the document has no key \"tarin\"; one of: name, seed, stages"),
        ("train.candidate.als-64.factors=1", "train has no key \"candidate\"; did you mean \"candidates\"?"),
        ("export.formats.2.k=1", "export.formats has no element \"2\"; it has 2, the first is 0"),
        ("export.formats.2={}", "export.formats has no element \"2\"; it has 2, the first is 0"),
        ("seed.x=1", "seed is the number 7, which has no \"x\""),
        ("stages.0.tables=1", "a stage is addressed by its name alone; such as train.candidates"),
        ("train..factors=1", "the address names no value; such as train.candidates.als.factors=32"),
        ("config=1", "the address names no value; such as train.candidates.als.factors=32"),
        ("config.dataset.events.path=x", "config has no key \"dataset\"; did you mean \"datasets\"?"),
    ])
    func unknownAddressesAreToldWithTheNearest(_ assignment: String, message: String) throws {
        let address = try #require(assignment.split(separator: "=").first)
        let problems = try Site().problems(Documents.pipeline, Documents.config, [set(assignment)])
        #expect(problems == ["--set \(assignment): \(address): \(message)"])
    }

    @Test func aKeyThatMayNotBeThereIsToldAtItsFlag() throws {
        let assignment = "train.candidates.als-64.factor=1"
        #expect(
            try Site().problems(Documents.pipeline, Documents.config, [set(assignment)]) == [
                "--set \(assignment): train.candidates.als-64: unknown key \"factor\"; did you mean \"factors\"?"
            ])
    }

    @Test func assignmentsNeedAPathAndASign() {
        #expect(Override(assignment: "seed") == nil)
        #expect(Override(assignment: "=1") == nil)
        #expect(Override(assignment: "description=")?.value.string == "")
        #expect(Override(assignment: "a=b=c")?.value.string == "b=c")
    }

    @Test func relativePathsAreTheirFilesOrTheWorkingDirectorys() throws {
        let site = try Site()
        let stated = try site.resolve(Documents.pipeline)
        #expect(stated.config.workspace?.path == site.path("artifacts"))
        #expect(try stated.config.datasets[0].source.component.inputFiles() == [site.path("data/events.csv")])
        let flagged = try site.resolve(
            Documents.pipeline, Documents.config,
            [set("config.workspace=here"), set("config.datasets.events.path=/a/../b")])
        #expect(flagged.config.workspace?.path == "here")
        #expect(try flagged.config.datasets[0].source.component.inputFiles() == ["/b"])
    }
}
