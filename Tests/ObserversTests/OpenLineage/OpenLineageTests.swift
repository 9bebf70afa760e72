import DurableFiles
import Foundation
import Observers
import Pipeline
import TestSupport
import Testing

/// Events against OpenLineage's specification 2-0-2: what it requires, and what the run says of itself.
@Suite struct OpenLineageTests {
    private func events(_ shop: ObservedShop) throws -> [JSON] {
        try shop.directory.text("lineage.jsonl").split(separator: "\n").map { line in
            try #require(JSON(bytes: Array(line.utf8)))
        }
    }

    private static let toFile = #""lineage": { "kind": "openlineage", "file": "lineage.jsonl" }"#

    /// `RunEvent` requires eventTime, producer, schemaURL, run.runId, job.namespace and job.name; a dataset its namespace and
    /// name; a facet `_producer` and `_schemaURL`.
    private func checkRequired(_ event: JSON) throws {
        #expect(["START", "COMPLETE", "FAIL", "ABORT"].contains(event["eventType"]?.stringValue ?? ""))
        #expect(Instant.parse(event["eventTime"]?.stringValue ?? "") != nil)
        #expect(event["schemaURL"] == "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent")
        #expect(UUID(uuidString: event["run"]?["runId"]?.stringValue ?? "") != nil)
        #expect(event["job"]?["namespace"]?.stringValue?.isEmpty == false)
        #expect(event["job"]?["name"]?.stringValue?.isEmpty == false)
        let producer = try #require(event["producer"]?.stringValue)
        #expect(URL(string: producer)?.scheme == "urn")
        let datasets = try #require(event["inputs"]?.arrayValue) + #require(event["outputs"]?.arrayValue)
        for dataset in datasets {
            #expect(dataset["namespace"]?.stringValue == "file")
            #expect(dataset["name"]?.stringValue?.hasPrefix("/") == true)
        }
        let holders =
            [event["run"]?["facets"], event["job"]?["facets"]]
            + datasets.flatMap { [$0["facets"], $0["inputFacets"], $0["outputFacets"]] }
        let facets = holders.flatMap { $0?.members ?? [] }
        #expect(facets.count >= 3)
        for facet in facets {
            #expect(facet.value["_producer"]?.stringValue == producer, "\(facet.name)")
            #expect(
                facet.value["_schemaURL"]?.stringValue?.hasPrefix("https://openlineage.io/spec/facets/") == true,
                "\(facet.name)")
        }
    }

    @Test func aRunThatSucceedsStartsAndCompletes() throws {
        let shop = try ObservedShop(Self.toFile)
        let run = try shop.run()
        let events = try events(shop)
        #expect(events.map { $0["eventType"]?.stringValue } == ["START", "COMPLETE"])
        for event in events { try checkRequired(event) }
        #expect(events[0]["run"]?["runId"] == events[1]["run"]?["runId"])
        #expect(events[0]["outputs"] == [])
        let record = try shop.json("run.json", of: run)
        #expect(events[0]["eventTime"] == record["started"])
        #expect(events[1]["eventTime"] == record["ended"])
        #expect(events[1]["job"]?["name"] == "shop.recommend")
        #expect(events[1]["run"]?["facets"]?["tags"]?["tags"]?.arrayValue?.first?["value"] == record["id"])
    }

    @Test func inputsAreTheFilesWithWhatIsKnownOfThem() throws {
        let shop = try ObservedShop(Self.toFile)
        _ = try shop.run()
        let input = try #require(try events(shop).last?["inputs"]?.arrayValue?.first)
        let path = shop.directory.file("events.csv")
        #expect(input["name"]?.stringValue == path)
        let digest = try FileDigest.sha256(ofFile: path)
        #expect(input["facets"]?["version"]?["datasetVersion"]?.stringValue == "sha256:\(digest)")
        let fields = input["facets"]?["schema"]?["fields"]?.arrayValue?.map { $0.text() }
        #expect(
            fields == [
                #"{"name":"user","type":"string"}"#, #"{"name":"item","type":"string"}"#,
                #"{"name":"time","type":"timestamp"}"#,
            ])
        let quality = input["inputFacets"]?["dataQualityMetrics"]
        // Six users with four visits each.
        #expect(quality?["rowCount"] == 24)
        #expect(quality?["bytes"]?.integerValue == (try shop.directory.bytes("events.csv").count))
        #expect(quality?["columnMetrics"] == .object([JSON.Member]()))
    }

    @Test func theBundleIsAVersionOfOneDataset() throws {
        let shop = try ObservedShop(Self.toFile)
        let run = try shop.run()
        let output = try #require(try events(shop).last?["outputs"]?.arrayValue?.first)
        let bundle = try #require(run.result.bundle)
        #expect(output["name"]?.stringValue == URL(fileURLWithPath: bundle).deletingLastPathComponent().path)
        #expect(output["facets"]?["version"]?["datasetVersion"]?.stringValue == run.result.record.id)
        let statistics = output["outputFacets"]?["outputStatistics"]
        let names = try FileSystem.names(in: bundle)
        #expect(names.contains("MLmodel"))
        #expect(statistics?["fileCount"]?.integerValue == names.count)
        let sizes = try names.map { try Data(contentsOf: URL(fileURLWithPath: "\(bundle)/\($0)")).count }
        #expect(statistics?["size"]?.integerValue == sizes.reduce(0, +))
    }

    @Test func aRunThatFailsSaysWhy() throws {
        let shop = try ObservedShop(Self.toFile)
        try shop.directory.write("user,item\nu1,i1\n", to: "events.csv")
        let run = try shop.run()
        #expect(run.result.exitCode != .done)
        let events = try events(shop)
        #expect(events.map { $0["eventType"]?.stringValue } == ["START", "FAIL"])
        for event in events { try checkRequired(event) }
        #expect(events[1]["run"]?["facets"]?["errorMessage"]?["message"]?.stringValue == run.result.error)
        #expect(events[0]["run"]?["facets"]?["errorMessage"] == nil)
    }

    @Test func postsEventsWithTheToken() throws {
        let server = try LoopbackServer { _, _ in .respond(201) }
        let secrets = try TemporaryDirectory()
        try secrets.write("t0ken", to: "token")
        let shop = try ObservedShop(
            """
            "lineage": { "kind": "openlineage", "url": "\(server.url)/api/v1/lineage", "namespace": "shops",
              "token": { "secret_file": "\(secrets.file("token"))" } }
            """)
        _ = try shop.run()
        #expect(
            server.requests.map { "\($0.method) \($0.target)" } == Array(repeating: "POST /api/v1/lineage", count: 2))
        #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer t0ken" })
        let event = try #require(server.requests.last.flatMap { JSON(bytes: $0.body) })
        try checkRequired(event)
        #expect(event["job"]?["namespace"] == "shops")
    }

    @Test(arguments: ["{}", #"{"file":"a","url":"http://h/"}"#])
    func needsOnePlace(settings: String) {
        #expect(throws: ConfigurationError.self) { try OpenLineage.read(settings) }
    }
}
