import Report
import Testing

struct HTMLTests {
    @Test func textIsEscaped() {
        #expect(HTML(text: #"<b a="1" c='2'>&</b>"#).markup == "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;")
    }

    @Test func interpolatedStringsAreEscapedAndMarkupIsNot() {
        let name = "<i>"
        let html: HTML = "A & \(name) \(HTML.code("x<y"))"
        #expect(html.markup == "A &amp; &lt;i&gt; <code>x&lt;y</code>")
    }

    @Test func attributesAreEscaped() {
        let html = HTML(.a, .init("href", #"" onclick="x"#)) { "go" }
        #expect(html.markup == #"<a href="&quot; onclick=&quot;x">go</a>"#)
    }

    @Test func charactersXMLForbidsAreReplaced() {
        #expect(HTML(text: "a\u{0}b\u{1B}c\u{FFFF}d\u{85}\te\n").markup == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}\te\n")
    }

    @Test func emptyElementsStayOpenableAndVoidOnesAreClosed() {
        #expect(HTML(.td).markup == "<td></td>")
        #expect(HTML(.br).markup == "<br/>")
    }

    @Test func buildersKeepOrderAndSkipWhatIsAbsent() {
        let absent: HTML? = nil
        let html = HTML(.ul) {
            for letter in ["a", "b"] { HTML(.li) { HTML(text: letter) } }
            if let absent { absent }
            if absent == nil { HTML(.li) { "c" } }
        }
        #expect(html.markup == "<ul><li>a</li><li>b</li><li>c</li></ul>")
    }

    @Test func tablesNameTheirColumnsAndRows() {
        let table = DataTable(
            id: "t", caption: "Two < three", note: "a note", columns: [.text("a"), .number("b")],
            rows: [.init(["x", "1"]), .init(["y", "2"], isMarked: true)])
        #expect(
            table.html.markup == """
                <div class="scroll" role="region" tabindex="0" aria-labelledby="t-caption"><table>\
                <caption><span id="t-caption">Two &lt; three</span><small class="stack">a note</small></caption>\
                <thead><tr><th scope="col">a</th><th scope="col" class="number">b</th></tr></thead>\
                <tbody><tr><th scope="row">x</th><td class="number">1</td></tr>\
                <tr class="marked"><th scope="row">y</th><td class="number">2</td></tr></tbody></table></div>
                """)
    }
}
