import Pipeline
import Report
import Testing

/// What a search looks like on the page.
struct SearchSectionTests {
    private func elements(_ searches: [SearchRecord]) throws -> [MarkupReader.Element] {
        var run = SampleContent.record()
        run.searches = searches
        let content = ReportContent(
            run: run, counts: [], distributions: [], evaluation: nil, definitions: [:], curves: [], bundle: nil)
        return try #require(MarkupReader.read(RunReport().html(content)))
    }

    @Test func thePageNamesTheBestTrialAndListsAll() throws {
        let elements = try elements([SampleContent.search])
        let text = elements.filter { $0.name == "p" }.map(\.text).joined(separator: " ")
        #expect(text.contains("The best of 12 trials by ndcg@10 on the validation part is number 12"))
        #expect(text.contains("1 with the settings of an earlier one were left out. 1 failed."))
        let rows = elements.filter { $0.name == "tr" }.map(\.text)
        #expect(rows.contains { $0.contains("4.096") && $0.contains("chosen") })
        #expect(rows.contains { $0.contains("failed") && $0.contains("the loss became NaN") })
    }

    /// One picture a setting and one of the rounds, each with a title and a description, 11 points where all but one scored.
    @Test func scoresAreDrawnAgainstSettingsAndIterations() throws {
        let elements = try elements([SampleContent.search])
        let titles = elements.filter { $0.name == "figcaption" }.map(\.text)
        #expect(titles.count == 3)
        for (title, subject) in zip(titles, ["regularization", "solver", "iterations"]) {
            #expect(title.hasPrefix("ndcg@10 against \(subject)"))
        }
        #expect(elements.count { $0.name == "desc" } == 3)
        let points = elements.filter {
            $0.attributes["class"]?.hasPrefix("point") == true && $0.path.contains("figure")
        }
        #expect(points.count { $0.text.contains("regularization") } == 11)
        // Names stand on an axis of their own.
        let ticks = elements.filter { $0.attributes["class"] == "tick middle" }.map(\.text)
        #expect(ticks.contains("cg") && ticks.contains("cholesky") && ticks.contains("18"))
    }

    @Test func aSearchThatDidNotEndSaysSo() throws {
        var search = SampleContent.search
        (search.chosen, search.settings) = (nil, nil)
        let text = try elements([search]).filter { $0.name == "p" }.map(\.text).joined(separator: " ")
        #expect(text.contains("Of 12 trials none has won: the search did not end."))
    }

    /// Equal scores, one trial, nothing scored, NaN: drawn or left out, never broken.
    @Test func degenerateSearchesAreShown() throws {
        var single = SampleContent.search
        single.trials = [single.trials[11]]
        _ = try elements([single])
        var unscored = SampleContent.search
        unscored.trials = unscored.trials.map { trial in
            var trial = trial
            trial.rungs = trial.number % 2 == 0 ? [] : [.init(iterations: 3, score: .nan)]
            return trial
        }
        unscored.chosen = nil
        #expect(try elements([unscored]).filter { $0.name == "figure" }.isEmpty)
        _ = try elements([SampleContent.search, single])
    }

    @Test func withoutASearchThereIsNoSection() throws {
        #expect(try !elements([]).contains { $0.attributes["id"] == "search" })
    }

    /// Few values are marked where they are, with room at both ends.
    @Test func fewValuesMarkTheAxis() {
        let axis = Axis.marking("factors", [64, 16, 32, 16], isLogarithmic: true)
        #expect(axis.ticks.map(\.label) == ["16", "32", "64"])
        #expect(abs(axis.scale.fraction(of: 32) - 0.5) < 1e-9)
        #expect(axis.scale.fraction(of: 16) > 0.02 && axis.scale.fraction(of: 64) < 0.98)
        let single = Axis.marking("factors", [64], isLogarithmic: true)
        #expect(abs(single.scale.fraction(of: 64) - 0.5) < 1e-9)
        let many = Axis.marking("regularization", (1...20).map { Double($0) * 0.01 }, isLogarithmic: false)
        #expect(many.ticks.count < 9 && many.ticks.count > 2)
    }
}
