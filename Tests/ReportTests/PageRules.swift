/// What holds of every page that Mercer writes, whoever made its content: complete in itself, readable by ear and by keyboard.
struct PageRules {
    private let page: String
    private let elements: [MarkupReader.Element]
    private var problems: [String] = []

    /// What a page breaks, in words; empty for a good one.
    static func problems(of page: String) -> [String] {
        guard let elements = MarkupReader.read(page) else { return ["it is not well-formed"] }
        var rules = PageRules(page: page, elements: elements)
        rules.checkThatNothingIsFetchedOrRuns()
        rules.checkReferences()
        rules.checkHeadings()
        rules.checkTables()
        rules.checkDrawings()
        return rules.problems
    }

    private init(page: String, elements: [MarkupReader.Element]) {
        self.page = page
        self.elements = elements
    }

    private mutating func require(_ isMet: Bool, _ problem: @autoclosure () -> String) {
        if !isMet { problems.append(problem()) }
    }

    private mutating func checkThatNothingIsFetchedOrRuns() {
        for text in ["http://", "https://", "url(", "@import", "src=", "srcset=", "javascript:", "<script"] {
            require(!page.contains(text), "it holds \(text)")
        }
        let forbidden: Set<String> = ["script", "img", "iframe", "object", "embed", "video", "audio", "form", "input"]
        for element in elements {
            require(!forbidden.contains(element.name), "it has an element \(element.name)")
            for name in element.attributes.keys where name.hasPrefix("on") {
                require(false, "it has an attribute \(name)")
            }
            if element.name == "link" { require(element.attributes["href"] == "data:,", "it links a file") }
        }
    }

    /// Every id is there once; whatever refers to one finds it.
    private mutating func checkReferences() {
        let ids = elements.compactMap { $0.attributes["id"] }
        let known = Set(ids)
        require(known.count == ids.count, "an id is used twice")
        for element in elements {
            for name in (element.attributes["aria-labelledby"] ?? "").split(separator: " ") {
                require(known.contains(String(name)), "nothing has the id \(name)")
            }
            guard let target = element.attributes["href"], target.hasPrefix("#") else { continue }
            require(known.contains(String(target.dropFirst())), "nothing has the id \(target.dropFirst())")
        }
    }

    /// One first heading, no level skipped.
    private mutating func checkHeadings() {
        let levels = elements.compactMap { element -> Int? in
            guard element.name.count == 2, element.name.first == "h" else { return nil }
            return element.name.last?.wholeNumberValue
        }
        require(levels.first == 1 && levels.count { $0 == 1 } == 1, "it has not one first heading")
        for (level, next) in zip(levels, levels.dropFirst()) {
            require(next <= level + 1, "a heading \(next) follows a heading \(level)")
        }
    }

    /// Each table stands in a region of its own that can be focused, under a name that no other has; it has a caption, a scope
    /// for every header cell, and a row to show.
    private mutating func checkTables() {
        let regions = elements.filter { $0.attributes["role"] == "region" }
        let tableCount = elements.count { $0.name == "table" }
        require(regions.count == tableCount, "a table lacks its region")
        require(elements.count { $0.name == "caption" } == tableCount, "a table lacks its caption")
        var names: Set<String> = []
        for region in regions {
            require(region.attributes["tabindex"] == "0", "a region can't be focused")
            let label = elements.first { $0.attributes["id"] == region.attributes["aria-labelledby"] }
            let name = label?.text ?? ""
            require(!name.isEmpty && names.insert(name).inserted, "two tables are named “\(name)”")
        }
        for element in elements {
            if element.name == "th" { require(element.attributes["scope"] != nil, "\(element.text) has no scope") }
            if element.name == "tbody" { require(!element.text.isEmpty, "a table has no rows") }
        }
    }

    /// Each drawing is hidden from those who can't see it, or named and described for them.
    private mutating func checkDrawings() {
        let drawings = elements.filter { $0.name == "svg" && $0.attributes["aria-hidden"] != "true" }
        for drawing in drawings {
            let names = (drawing.attributes["aria-labelledby"] ?? "").split(separator: " ")
            require(drawing.attributes["role"] == "img" && names.count == 2, "a drawing has no name")
        }
        let texts = elements.filter { ($0.name == "title" || $0.name == "desc") && $0.path.last == "svg" }
        require(
            texts.count == 2 * drawings.count && texts.allSatisfy { !$0.text.isEmpty },
            "a drawing has no title or description")
    }
}
