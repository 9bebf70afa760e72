import Pipeline
import Report
import Testing

/// The gate's verdict at the head of a run's page.
@Suite struct GateBoxTests {
    private static let run = "20260301t040012z-1f3a"

    static func verdict(_ status: ConditionOutcome.Status, obstacle: GateVerdict.Obstacle? = nil) -> GateVerdict {
        var numbers = ConditionOutcome.Numbers(metric: "ndcg@10", value: 0.1)
        numbers.segments = [
            .init(name: "north <b>", userCount: 1250, value: 0.125, champion: 0.25, difference: -0.125, decides: true)
        ]
        return GateVerdict(
            run: run, champion: "20260228t040012000z-aaaa", obstacle: obstacle,
            conditions: [
                .init(
                    name: "minimum", settings: ["metric": "ndcg@10", "value": 0.05],
                    outcome: .init(.passed, "ndcg@10 is 0.1000, at least 0.0500 is asked for")),
                .init(
                    name: "segments", settings: ["column": "region", "metric": "ndcg@10", "maximum_loss": 0.03],
                    outcome: .init(
                        status, "region north <b>: ndcg@10 -0.1250 over 1250 users", numbers: numbers,
                        warnings: ["region south decides nothing"])),
            ])
    }

    private func elements(_ verdict: GateVerdict) throws -> [MarkupReader.Element] {
        let content = SampleContent.full(gate: verdict)
        return try #require(MarkupReader.read(RunReport().html(content)), "the page is well-formed")
    }

    @Test func theVerdictComesFirst() throws {
        let elements = try elements(Self.verdict(.failed))
        let box = try #require(elements.firstIndex { $0.attributes["class"] == "gate stopped" })
        #expect(elements[box].path.last == "div" && elements[box].path.contains("header"))
        #expect(elements[box].text.hasPrefix("✕ The gate refused this run: it is not published."))
        #expect(elements[box].text.contains("region north <b>: ndcg@10 -0.1250 over 1250 users."))
        #expect(elements[box].text.contains("Note: region south decides nothing."))
        #expect(elements[box].text.contains("1,250"))
        // It stands before everything else that is called a verdict.
        let first = try #require(elements.firstIndex { $0.attributes["class"] == "verdict" })
        #expect(elements[first].attributes["id"] == "gate-verdict")
    }

    @Test func passedAndForced() throws {
        let passed = try elements(Self.verdict(.passed))
        #expect(passed.contains { $0.attributes["class"] == "gate passed" && $0.text.contains("let this run pass") })
        let forced = try elements(Self.verdict(.failed).forced(because: "launch <day>", at: 1_772_337_612_000_000))
        let box = try #require(forced.first { $0.attributes["class"] == "gate stopped" })
        #expect(box.text.contains("Published against the gate") && box.text.contains("“launch <day>”"))
        #expect(box.text.contains("2026-03-01T04:00:12Z") && box.text.contains("The champion until then was run"))
    }

    /// Published by force later on: the head of the page is another, the rest the same bytes.
    @Test func theHeadOfAPageIsReplaced() throws {
        let name = "</section><section id=\"gate\""
        let refused = Self.verdict(.failed)
        let forced = refused.forced(because: "launch <day>", at: 1_772_337_612_000_000)
        let page = RunReport().html(SampleContent.full(name: name, gate: refused))
        let judged = try #require(RunReport().html(page, judged: forced))
        #expect(judged == RunReport().html(SampleContent.full(name: name, gate: forced)))
        #expect(judged.contains("Published by force") && !judged.contains("it is not published"))
        #expect(RunReport().html(RunReport().html(SampleContent.full()), judged: forced) == nil)
    }

    @Test func anObstacleSaysWhatToDo() throws {
        let obstacle = GateVerdict.Obstacle(
            cause: "split_changed", text: "what decides the split changed (`seed` 7 → 8)",
            remedy: "publish it by hand: mercer publish \(Self.run)")
        let box = try #require(
            elements(Self.verdict(.notJudged, obstacle: obstacle)).first { $0.attributes["class"] == "gate stopped" })
        #expect(box.text.contains("`seed` 7 → 8") && box.text.contains("1 of 2 not judged, 0 not met"))
        #expect(box.text.contains("What to do: publish it by hand: mercer publish \(Self.run)."))
    }

    @Test func withoutAGateThereIsNoBox() throws {
        let page = RunReport().html(SampleContent.full())
        #expect(!page.contains("gate-verdict"))
    }
}
