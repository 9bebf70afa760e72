import Benchmarking
import Pipeline
import TestSupport
import Testing

struct BenchmarkRecordTests {
    private var record: BenchmarkRecord {
        var timed = BenchmarkRow.seconds("als-cg-64", [0.5, 0.25, 0.75], facts: ["rmse": 0.875])
        timed.peer = ("implicit 0.7.3", Observation(samples: [2, 1], facts: ["rmse": 0.9]))
        timed.othersShare = 0.25
        return .making([timed, .rate("recommend-64", [])], data: ["events.csv": 1234])
    }

    @Test func fileGivesBackWhatWasWritten() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/record.json"
        try record.write(to: path)
        #expect(try BenchmarkRecord(contentsOf: path) == record)
    }

    /// What others may read, with the figures worked out by hand.
    @Test func rowStatesMedianSpreadAndRatio() throws {
        let row = try #require(record.json["rows"]?.arrayValue?.first)
        #expect(row["median"]?.doubleValue == 0.5)
        #expect(row["minimum"]?.doubleValue == 0.25)
        #expect(row["maximum"]?.doubleValue == 0.75)
        #expect(row["peer"]?["median"]?.doubleValue == 1.5)
        #expect(row["ratio"]?.doubleValue == 3)
        #expect(row["facts"]?["rmse"]?.doubleValue == 0.875)
    }

    @Test func rowWithoutSamplesHasNeitherMedianNorRatio() throws {
        let row = try #require(record.json["rows"]?.arrayValue?.last)
        #expect(row["median"] == nil && row["ratio"] == nil)
        #expect(row["samples"]?.arrayValue == [])
    }

    @Test func laterSittingAddsSamplesAndRows() throws {
        var later = BenchmarkRecord.making([])
        try later.begin(with: record, path: "record.json")
        var timed = BenchmarkRow.seconds("als-cg-64", [0.125])
        timed.peer = ("implicit 0.7.3", Observation(samples: [3]))
        timed.othersShare = 0.125
        later.add([timed, .seconds("sgd-64", [1])])
        #expect(later.rows.map(\.description.name) == ["als-cg-64", "recommend-64", "sgd-64"])
        let row = try #require(later["als-cg-64"])
        #expect(row.ours == Observation(samples: [0.5, 0.25, 0.75, 0.125], facts: ["rmse": 0.875]))
        #expect(row.peer?.observation.samples == [2, 1, 3] && row.othersShare == 0.25)
    }

    @Test func sittingOnAnotherMachineIsRefused() {
        let other = BenchmarkRecord.making([], processor: "another")
        #expect(throws: BenchmarkError.self) {
            var later = record
            try later.begin(with: other, path: "record.json")
        }
    }

    @Test func otherSchemaIsRefused() {
        #expect(throws: BenchmarkError.unreadable(path: "x.json", reason: "its schema is 2, expected 1")) {
            try BenchmarkRecord(["schema": 2], path: "x.json")
        }
    }

    @Test func rowWithoutSamplesKeyIsNamed() throws {
        let members = try #require(record.json.members).map { member in
            member.name == "rows" ? JSON.Member("rows", [["name": "a", "title": "a", "unit": "s"]]) : member
        }
        let error = #expect(throws: BenchmarkError.self) {
            try BenchmarkRecord(.object(members), path: "x.json")
        }
        #expect(error?.description.contains("rows[0]") == true)
    }

    @Test func missingFileIsReported() {
        #expect(throws: BenchmarkError.self) { try BenchmarkRecord(contentsOf: "/nowhere/record.json") }
    }

    @Test func processorNameIsReadFromLinuxsList() {
        let text = "processor\t: 0\nvendor_id\t: X\nmodel name\t: Some CPU: 3 GHz\n\nmodel name\t: other\n"
        #expect(MachineDescription.processorName(inInformation: text) == "Some CPU: 3 GHz")
        #expect(MachineDescription.processorName(inInformation: "nothing") == nil)
    }
}

struct PeerAnswerTests {
    @Test func lastLineCounts() throws {
        let output =
            "a library says hello\n{\"peer\": \"libmf 0.9.2\", \"samples\": [1, 0.5], \"facts\": {\"rmse\": 0.8}}\n"
        let answer = try PeerAnswer(output: output, script: "sgd.py")
        #expect(answer.name == "libmf 0.9.2")
        #expect(answer.observation == Observation(samples: [1, 0.5], facts: ["rmse": 0.8]))
    }

    @Test(arguments: ["", "done", #"{"peer": "a"}"#, #"{"samples": [1]}"#, #"{"peer": "a", "samples": ["1"]}"#])
    func anythingElseIsRefused(output: String) {
        #expect(throws: BenchmarkError.self) { try PeerAnswer(output: output, script: "als.py") }
    }
}
