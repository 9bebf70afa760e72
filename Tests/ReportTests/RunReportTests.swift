import Modelling
import Pipeline
import Report
import Testing

struct RunReportTests {
    private static let hostile =
        #"</title></bdi><script>alert(1)</script><img src=x onerror=alert(2)>"' & http://evil"# + "\u{0}\u{202E}"

    private static func elements(of content: ReportContent) throws -> [MarkupReader.Element] {
        try #require(MarkupReader.read(RunReport().html(content)), "the page is well-formed")
    }

    @Test func pagesAreWellFormedWhateverIsAbsent() throws {
        _ = try Self.elements(of: SampleContent.full())
        let failed = try Self.elements(of: SampleContent.failed())
        #expect(failed.contains { $0.name == "pre" && $0.text.contains("no file at <events.csv>") })
        #expect(!failed.contains { $0.attributes["id"] == "scores" || $0.attributes["id"] == "samples" })
    }

    @Test func nothingIsFetchedAndNothingRuns() throws {
        let page = RunReport().html(SampleContent.full())
        for forbidden in ["<script", "http://", "https://", "url(", "@import", "src=", "javascript:"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        let links = try Self.elements(of: SampleContent.full()).compactMap { $0.attributes["href"] }
        #expect(links.allSatisfy { $0.hasPrefix("#") || $0 == "data:," })
    }

    /// Whether a candidate started from the champion, and why not, is told where its training is shown.
    @Test func trainingsThatStartElsewhereAreTold() throws {
        let content = SampleContent.full(starts: [
            TrainingStart(candidate: "als-64", champion: "20260228t040012000z-aaaa"),
            TrainingStart(
                candidate: "ials-32", champion: "20260228t040012000z-aaaa", cause: .splitChanged,
                detail: "`seed` 7 → 8 <b>"),
        ])
        let texts = try Self.elements(of: content).filter { $0.name == "p" }.map(\.text)
        #expect(texts.contains("als-64 starts from the models of run 20260228t040012000z-aaaa."))
        #expect(texts.contains { $0.hasPrefix("ials-32 starts cold") && $0.hasSuffix("(`seed` 7 → 8 <b>).") })
    }

    @Test func hostileNamesAndIDsAreInert() throws {
        let content = SampleContent.full(name: Self.hostile, user: Self.hostile)
        let elements = try Self.elements(of: content)
        #expect(!elements.contains { $0.name == "script" || $0.name == "img" })
        #expect(!elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
        let names = elements.filter { $0.name == "bdi" && $0.text.contains("<script>alert(1)</script>") }
        // The name once in the history and once among the recommendations, the user's id above them and in both captions.
        #expect(names.count == 5)
        let card = RunReport().modelCard(content)
        #expect(!card.contains("<script"))
    }

    @Test func landmarksHeadingsAndIdsAreInOrder() throws {
        let elements = try Self.elements(of: SampleContent.full())
        let body = elements.filter { $0.path == ["html", "body"] }.map(\.name)
        #expect(body == ["a", "header", "nav", "main", "footer"])
        let levels = elements.compactMap { $0.name.first == "h" ? $0.name.dropFirst().first?.wholeNumberValue : nil }
        #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1)
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
        let ids = elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for reference in elements.compactMap({ $0.attributes["aria-labelledby"] }).flatMap({ $0.split(separator: " ") })
        {
            #expect(ids.contains(String(reference)), "\(reference)")
        }
        for target in elements.compactMap({ $0.attributes["href"] }) where target.hasPrefix("#") {
            #expect(ids.contains(String(target.dropFirst())), "\(target)")
        }
    }

    @Test func drawingsHaveTitlesAndDescriptions() throws {
        let elements = try Self.elements(of: SampleContent.full())
        let drawings = elements.filter { $0.name == "svg" && $0.attributes["aria-hidden"] == nil }
        #expect(drawings.count >= 9)
        #expect(drawings.allSatisfy { $0.attributes["role"] == "img" && $0.attributes["viewBox"] != nil })
        #expect(elements.filter { $0.name == "desc" }.allSatisfy { !$0.text.isEmpty })
        #expect(elements.filter { $0.name == "table" }.count == elements.filter { $0.name == "caption" }.count)
        #expect(elements.filter { $0.name == "th" }.allSatisfy { $0.attributes["scope"] != nil })
    }

    @Test func sectionsComeInTheirOrder() throws {
        let sections = try Self.elements(of: SampleContent.full()).filter { $0.name == "section" }
        #expect(
            sections.compactMap { $0.attributes["id"] } == [
                "lineage", "rows", "scores", "search", "training", "distributions", "list-length", "samples",
                "unscored", "bundle",
            ])
    }

    @Test func theWinnerAndTheBestAreMarkedInWords() throws {
        let elements = try Self.elements(of: SampleContent.full())
        let marked = elements.filter { $0.name == "tr" && $0.attributes["class"] == "marked" }
        let winner = marked.filter { !$0.text.contains("chosen") }
        // On the test part and on the validation part.
        #expect(winner.count == 2 && winner.allSatisfy { $0.text.contains("★ als-64winner") })
        // als-64 leads two metrics and ials-32 one.
        #expect(winner.first?.text.components(separatedBy: "best").count == 3)
    }

    @Test func rowsAreAccountedForByReason() throws {
        let page = RunReport().html(SampleContent.full())
        #expect(page.contains("5,104 <code>missing_user</code> <small>2.0\u{A0}%</small>"))
        #expect(page.contains("246,020 rows (−2.4\u{A0}%)"))
    }

    @Test func aRunWithoutEvaluationSaysSo() throws {
        var run = SampleContent.record()
        run.status = .succeeded
        let content = ReportContent(
            run: run, counts: [], distributions: [], evaluation: nil, definitions: [:], curves: [], bundle: nil)
        let elements = try Self.elements(of: content)
        #expect(elements.contains { $0.text == "This run did not evaluate any candidate." })
        #expect(RunReport().modelCard(content).contains("No model was selected"))
    }

    @Test func anEvaluationOfNothingIsNoTrap() throws {
        let empty = Evaluation(
            selected: "", selectedOn: "test", testDigest: "", candidates: [], perUser: .init(users: [], columns: []),
            accounts: [], samples: [])
        let elements = try Self.elements(of: SampleContent.scored(empty))
        #expect(elements.contains { $0.text == "Everything in the test part was scored." })
    }

    @Test func valuesThatAreNotFiniteAreNamed() throws {
        let candidates = ["a", "b"].map { id in
            Evaluation.CandidateScores(
                id: id, modelName: "als", fitSeconds: .nan,
                metrics: [.init(metric: "ndcg@10", value: MetricValue(value: .nan, low: .nan, high: .nan, count: 0))],
                validation: [], curves: [.init(metric: "ndcg", points: [(1, .nan), (10, .infinity)])])
        }
        let content = SampleContent.scored(
            Evaluation(
                selected: "a", selectedOn: "test", testDigest: "", candidates: candidates,
                perUser: .init(users: [], columns: []), accounts: [], samples: []))
        #expect(try Self.elements(of: content).contains { $0.text.contains("not a number") })
    }
}
