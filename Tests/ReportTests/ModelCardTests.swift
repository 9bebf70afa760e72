import Pipeline
import Report
import Testing

struct ModelCardTests {
    private static let card = RunReport().modelCard(SampleContent.full())

    @Test func headingsInOrder() {
        let headings = Self.card.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(
            headings == [
                "# recommend on sample-shop: als-64", "## Trained on", "## How it scored", "## Intended use",
                "## Limits",
                "## How to load it",
            ])
    }

    @Test func settingsOfTheWinnerAlone() {
        #expect(Self.card.contains("| `factors` | `64` |"))
        #expect(Self.card.contains("| `objective` | `confidence` |"))
        #expect(!Self.card.contains("`ials`"))
    }

    @Test func scoresWithIntervalsAndWhichModelTheyAreAbout() {
        #expect(Self.card.contains("| `ndcg@10` | 0.09520 | 0.09210 to 0.09830 | 5,213 |"))
        #expect(Self.card.contains("| `coverage@10` | 0.4120 | – | – |"))
        #expect(Self.card.contains("Metrics are about the evaluation model"))
        #expect(Self.card.contains("chosen on the validation part"))
    }

    @Test func inputsByTheirDigests() {
        #expect(Self.card.contains("| `events.csv` | `\(String(repeating: "4be1", count: 16))` | 48.2\u{A0}MB |"))
        #expect(!Self.card.contains("/data/shop"))
    }

    @Test func limitsWithTheirNumbers() {
        #expect(Self.card.contains("- Concentration on few items: `coverage@10` is 0.4120"))
        #expect(Self.card.contains("`2026-03-01T00:00:00Z`"))
        #expect(Self.card.contains("- Counted, not scored: users without test items: 412."))
    }

    @Test func markdownIsEscaped() {
        #expect(Markdown.text("a|b *c* <i>\n# d") == ##"a\|b \*c\* &lt;i&gt; \# d"##)
        #expect(Markdown.code("a`b``c|d") == #"``` a`b``c\|d ```"#)
    }
}
