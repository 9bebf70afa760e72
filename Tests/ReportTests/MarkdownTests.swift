import Report
import Testing

/// Names from the shop stay names, wherever a site shows the Markdown.
@Suite struct MarkdownTests {
    @Test(arguments: [
        ("Oat porridge, 500 g", "Oat porridge, 500 g"),
        ("חלב", "\u{2068}חלב\u{2069}"),
        // What is between two words of it is part of the name, what follows is not.
        ("B חלב 3% שמן (0279)", "B \u{2068}חלב 3% שמן\u{2069} (0279)"),
        ("حليب 12 → 14, قهوة", "\u{2068}حليب\u{2069} 12 → 14, \u{2068}قهوة\u{2069}"),
        ("חלב and שמן", "\u{2068}חלב\u{2069} and \u{2068}שמן\u{2069}"),
        // A mark above the last letter stays with it.
        ("שָ", "\u{2068}שָ\u{2069}"),
        ("\u{202E}evil\u{202C}\u{200F} \u{2067}x\u{2069}", "evil x"),
    ])
    func rightToLeftNamesAreIsolated(_ name: String, _ shown: String) {
        #expect(Array(Markdown.text(name).unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test(arguments: [
        ("@octocat", "@\u{2060}octocat"), ("by @octocat.", "by @\u{2060}octocat."),
        ("a@example.com", "a@\u{2060}example.com"),
        ("a@1.example.com", "a@\u{2060}1.example.com"), ("https://a.example/b", "https:\u{2060}//a.example/b"),
        ("see WWW.a.example", "see WWW\u{2060}.a.example"), ("#12", "\\#\u{2060}12"),
        // Cutoffs of metrics, and what links nothing.
        ("by ndcg@10, beyond", "by ndcg@10, beyond"), ("its recall@20.", "its recall@20."), ("mrr@5", "mrr@5"),
        ("2 @ 3", "2 @ 3"), ("time: 4", "time: 4"),
    ])
    func nothingBecomesALink(_ name: String, _ shown: String) {
        #expect(Array(Markdown.text(name).unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test func codeIsIsolatedAsAWhole() {
        #expect(Markdown.code("חלב") == "\u{2068}`חלב`\u{2069}")
        #expect(Markdown.code("a\u{202E}b@c") == "`ab@c`")
    }
}
