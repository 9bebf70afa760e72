import Foundation
import Pipeline
import Testing

/// Each class of mistake, with the exact place it is told at.
struct DocumentProblemTests {
    @Test func validDocumentsHaveNone() throws {
        #expect(try Site().problems(Documents.pipeline) == [])
    }

    /// A document with a mistake. `¶` marks, and is no part of, where the problem must be told.
    private func breaking(_ text: String, _ part: String, _ mistake: String) throws -> (text: String, place: String) {
        try #require(text.contains(part))
        let marked = text.replacingOccurrences(of: part, with: mistake)
        let pieces = marked.components(separatedBy: "¶")
        let lines = pieces[0].split(separator: "\n", omittingEmptySubsequences: false)
        let place = pieces.count == 1 ? "1:1" : "\(lines.count):\((lines.last?.unicodeScalars.count ?? 0) + 1)"
        return (pieces.joined(), place)
    }

    @Test(arguments: [
        (#""seed": 7"#, #""seed": ¶"7""#, #"seed: expected a whole number, found the string "7""#),
        (#""seed": 7"#, #""seed": ¶7.5"#, "seed: expected a whole number, found the number 7.5"),
        (#""seed": 7"#, #""seed": ¶-1"#, "seed: expected from 0 to 9007199254740991, found -1"),
        (#""seed": 7"#, #"¶"sede": 7"#, #"unknown key "sede"; did you mean "seed"?"#),
        (#""seed": 7"#, #""seed": 7, ¶"seed": 8"#, #"duplicate key "seed"; it is first stated at pipeline.json:3:3"#),
        (
            #""name": "recommend""#, #""name": ¶"Recommend""#,
            #"name: expected a name of at most 100 characters that matches [a-z][a-z0-9_-]*, found the string "Recommend""#
        ),
        (
            #""name": "recommend","#, "",
            #"the key "name" is missing; The pipeline's name, part of the paths of its models."#
        ),
        (
            #""dataset": "events""#, #""dataset": ¶"evnets""#,
            #"load.tables.events.dataset: unknown dataset "evnets"; did you mean "events"?"#
        ),
        (
            #""step": "drop_missing""#, #""step": ¶"drop_mising""#,
            #"clean.steps.0.step: unknown step "drop_mising"; did you mean "drop_missing"?"#
        ),
        (
            #"["user"]"#, #"["user", ¶"usr"]"#,
            #"clean.steps.0.columns.1: unknown column "usr"; did you mean "user"?"#
        ),
        (#"["user"]"#, #"["user", ¶1]"#, "clean.steps.0.columns.1: expected a string, found the number 1"),
        (
            #"{ "kind": "interactions", "table": "events" }"#, #"¶{ "kind": "interactions" }"#,
            #"features.dataset: the key "table" is missing; The table of interactions."#
        ),
        (
            #""table": "events" },"#, #""table": ¶"event" },"#,
            #"features.dataset.table: unknown table "event"; did you mean "events"?"#
        ),
        (
            #""factors": 48"#, #""factors": ¶0"#,
            "train.candidates.als-64.factors: expected from 1 to 4096, found 0"
        ),
        (
            #""factors": 48"#, #""regularization": ¶1e400"#,
            "train.candidates.als-64.regularization: expected a number that a double can hold, found the number 1e400"
        ),
        (
            #""factors": 48"#, #""early_stopping": ¶3"#,
            "train.candidates.als-64.early_stopping: expected an object, found the number 3"
        ),
        (
            #"{ "id": "popular", "model": "popularity" }"#, #"¶{ "id": "popular", "modle": "popularity" }"#,
            #"train.candidates.popular: the key "model" is missing; one of: als, popularity"#
        ),
        (
            #""validation": true"#, #""validation": ¶"yes""#,
            #"features.split.validation: expected true or false, found the string "yes""#
        ),
        (
            #""stage": "export""#, #""stage": ¶"exprot""#,
            #"exprot.stage: unknown stage "exprot"; did you mean "export"?"#
        ),
        (
            #""formats": [ { "format": "bundle" }, { "format": "recommendations" } ]"#, #""formats": ¶[]"#,
            "export.formats: the list is empty; What is written."
        ),
        (
            #""format": "recommendations" }"#, #""format": "recommendations", "eligible": ¶"stock" }"#,
            #"export.formats.1.eligible: unknown column "stock""#
        ),
    ])
    func aPipelinesMistakes(_ part: String, mistake: String, problem: String) throws {
        let broken = try breaking(Documents.pipeline, part, mistake)
        #expect(try Site().problems(broken.text) == ["pipeline.json:\(broken.place): \(problem)"])
    }

    @Test(arguments: [
        (#""source": "csv""#, #""source": ¶"cvs""#, #".source: unknown source "cvs"; did you mean "csv"?"#),
        (#""path": "data/events.csv""#, #""path": ¶"""#, #".path: expected a path, found the string """#),
        (
            #""path": "data/events.csv""#, #""path": "e", "timezone": ¶"Europe/Londn""#,
            #".timezone: unknown time zone "Europe/Londn"; did you mean "Europe/London"?"#
        ),
        (
            #""path": "data/events.csv""#, #""path": "e", "max_bad_rows": ¶1.5"#,
            ".max_bad_rows: expected a share below 1 or a whole count, found 1.5"
        ),
        (
            #""path": "data/events.csv""#, #""path": "e", "password": ¶"hunter2""#,
            #".password: expected {"secret_env": "NAME"} or {"secret_file": "PATH"}, found something else"#
        ),
        (
            #""type": "string""#, #""type": ¶"text""#,
            #".columns.user.type: unknown value "text"; one of: string, int64, float64, bool, timestamp"#
        ),
        (
            #"{ "from": "user_id", "#, "¶{ ",
            #".columns.user: the column has neither "from" nor "value"; name the file's column with "from""#
        ),
        (
            #""from": "user_id""#, #""from": "user_id", "value": ¶"x""#,
            #".columns.user.value: a column has either "from" or "value", not both; remove one of them"#
        ),
        (
            #""from": "user_id""#, #""value": ¶5"#,
            ".columns.user.value: expected a value of the column's type, string, found the number 5"
        ),
        (
            #""from": "user_id""#, #""from": ¶-1"#,
            ".columns.user.from: expected a column's name or zero-based position, found the number -1"
        ),
        (
            #""from": "user_id""#, #""from": "u", "format": ¶"unix""#,
            ".columns.user.format: only a timestamp has a format, and the column's type is string"
        ),
        (
            #""format": "unix""#, #""format": ¶"unxi""#,
            #".columns.time.format: unknown format "unxi"; did you mean "unix"?"#
        ),
        (
            #""format": "unix""#, #""integral": ¶true"#,
            ".columns.time.integral: only string and int64 columns can be integral; the type is timestamp"
        ),
    ])
    func aDatasetsMistakes(_ part: String, mistake: String, problem: String) throws {
        let broken = try breaking(Documents.config, part, mistake)
        let found = try Site().problems(Documents.pipeline, broken.text)
        #expect(found == ["config.json:\(broken.place): config.datasets.events\(problem)"])
    }

    @Test(arguments: [
        (
            #""name": "shop""#, #""name": "shop", ¶"thread": 2"#,
            #"config: unknown key "thread"; did you mean "threads"?"#
        ),
        (
            #""name": "shop""#, #""name": "shop", "cache_tables": ¶1"#,
            "config.cache_tables: expected true or false, found the number 1"
        ),
        (
            #""name": "shop""#,
            #""name": "shop", "overrides": { "recommend": { "train.candidates.als-64.factors": ¶0 } }"#,
            "train.candidates.als-64.factors: expected from 1 to 4096, found 0"
        ),
        (
            #""name": "shop""#,
            #""name": "shop", "overrides": { "recommend": { ¶"train.canddates.als-64.factors": 8 } }"#,
            #"train.canddates.als-64.factors: train has no key "canddates"; did you mean "candidates"?"#
        ),
        (
            #""type": "string""#, #""type": ¶"${env:NOPE}""#,
            "the environment variable NOPE is not set; set it, or give a default: ${env:NOPE:-default}"
        ),
        (
            #""type": "string""#, #""type": ¶"${HOME}""#,
            #""${HOME}" is neither ${env:NAME} nor ${env:NAME:-default}; a plain "${" is written "$${""#
        ),
        (
            #""type": "string""#, #""type": ¶"${env:1A}""#,
            #""${env:1A}" is neither ${env:NAME} nor ${env:NAME:-default}; a plain "${" is written "$${""#
        ),
        (
            #""type": "string""#, #""type": ¶"${env:A""#,
            #""${" is not closed by "}"; a plain "${" is written "$${""#
        ),
    ])
    func aConfigsMistakes(_ part: String, mistake: String, problem: String) throws {
        let broken = try breaking(Documents.config, part, mistake)
        #expect(try Site().problems(Documents.pipeline, broken.text) == ["config.json:\(broken.place): \(problem)"])
    }

    @Test(arguments: [
        (["load"], ["4:13: stages: the pipeline has no load stage; every pipeline starts with one"]),
        (
            ["features"],
            [
                "7:5: train: the train stage needs a features stage to have a dataset to train on; "
                    + "add one before it, or leave train out"
            ]
        ),
        (
            ["train"],
            [
                "9:5: evaluate: the evaluate stage needs a train stage to have models to score; "
                    + "add one before it, or leave evaluate out",
                "10:5: export: the export stage needs a train stage to have a model to refit; "
                    + "add one before it, or leave export out",
                "10:54: export.formats.0: a bundle needs a model; add a train stage",
            ]
        ),
        (
            ["evaluate"],
            [
                "12:5: export: 2 candidates are trained and nothing chooses which of them ships; "
                    + "add an evaluate stage, or train one candidate"
            ]
        ),
        (["clean"], []), (["export"], []), (["features", "train", "evaluate", "export"], []),
    ])
    func stagesGetWhatTheyNeed(_ leftOut: [String], problems: [String]) throws {
        var lines = Documents.pipeline.components(separatedBy: "\n")
        for stage in leftOut {
            let start = try #require(lines.firstIndex { $0.contains("\"stage\": \"\(stage)\"") })
            let end = lines[(start + 1)...].firstIndex { $0.contains("\"stage\":") || $0 == "  ]" } ?? lines.endIndex
            lines.removeSubrange(start..<end)
        }
        if let last = lines.lastIndex(of: "  ]"), lines[last - 1].hasSuffix(",") { lines[last - 1].removeLast() }
        #expect(try Site().problems(lines.joined(separator: "\n")) == problems.map { "pipeline.json:" + $0 })
    }

    @Test func stagesStandInOrderAndOnce() throws {
        let features = """
            { "stage": "features", "dataset": { "kind": "interactions", "table": "events" },
              "split": { "by": "leave_last_out" } },
            """
        let text = Documents.pipeline.replacingOccurrences(
            of: "    { \"stage\": \"load\"", with: "\(features)\n    { \"stage\": \"load\"")
        let found = try Site().problems(text)
        #expect(found.count == 3)
        #expect(
            found[0].hasPrefix(
                "pipeline.json:7:5: load: the load stage stands after features; stages run in this order"))
        #expect(found[1].hasPrefix("pipeline.json:8:5: clean: the clean stage stands after features"))
        #expect(
            found[2].hasPrefix(
                "pipeline.json:9:5: features: the features stage is stated twice; it is first stated at pipeline.json:5:1"
            ))
    }

    @Test(arguments: [
        // Early stopping needs a part of the data that another stage takes.
        (
            #", "validation": true"#, "",
            #""factors": 48"#, #""early_stopping": ¶{}"#,
            "train.candidates.als-64.early_stopping: early stopping needs a validation part; set features.split.validation"
        ),
        // A cleaning step takes a column away that features needs; the default's place is the object it belongs to.
        (
            #"["user"] }"#, #"["user"] }, { "step": "rename", "table": "events", "column": "user", "to": "who" }"#,
            #"{ "kind": "interactions""#, #"¶{ "kind": "interactions""#,
            #"features.dataset.user: unknown column "user"; one of: who, time"#
        ),
    ])
    func checksNeedTheWholeChain(
        _ cause: String, _ change: String, _ part: String, _ mistake: String, _ problem: String
    ) throws {
        let broken = try breaking(Documents.pipeline.replacingOccurrences(of: cause, with: change), part, mistake)
        #expect(try Site().problems(broken.text) == ["pipeline.json:\(broken.place): \(problem)"])
    }

    @Test func theSitesOwnCleaningIsCheckedAtItsPlace() throws {
        let broken = try breaking(
            Documents.config, #""path": "data/events.csv","#,
            #""path": "e", "clean": [ { "step": "drop_missing", "columns": [¶"usr"] } ],"#)
        #expect(
            try Site().problems(Documents.pipeline, broken.text) == [
                "config.json:\(broken.place): config.datasets.events.clean.0.columns.0: "
                    + #"unknown column "usr"; did you mean "user"?"#
            ])
    }

    /// A typo in a dataset's name or type isn't blamed on every column that follows from it.
    @Test func whatFollowsFromAMistakeIsNotTold() throws {
        let config = Documents.config.replacingOccurrences(of: "\"type\": \"timestamp\"", with: "\"type\": \"time\"")
        #expect(try Site().problems(Documents.pipeline, config).count == 1)
        #expect(try Site().problems(Documents.pipeline, "{\"name\": \"shop\"}").count == 1)
        #expect(try Site().problems(Documents.pipeline, "[1]").count == 1)
        #expect(try Site().problems("{", "}").count == 2)
        for stage in ["load", "features", "train"] {
            let pipeline = Documents.pipeline.replacingOccurrences(of: "\"\(stage)\"", with: "\"\(stage)s\"")
            #expect(try Site().problems(pipeline).count == 1)
        }
    }

    @Test func aConfigWithFortyMistakesHasFortyProblems() throws {
        let columns = (0..<19).map { "\"c\($0)\": { \"form\": \"a\", \"type\": \"txt\", \"from\": \($0) }" }
        let text =
            "{ \"name\": \"Shop\", \"thread\": 1,\n\"datasets\": { \"events\": { \"source\": \"csv\", \"path\": \"p\","
            + "\"columns\": {\n\(columns.joined(separator: ",\n"))\n} } } }"
        let site = try Site()
        let found = try site.reader().validate(site.write("forty.json", text))
        #expect(found.kind == .config)
        #expect(found.problems.count == 40)
        #expect(found.problems.map(\.origin) == found.problems.map(\.origin).sorted())
        #expect(Set(found.problems.map(\.origin)).count == 40)
    }
}
