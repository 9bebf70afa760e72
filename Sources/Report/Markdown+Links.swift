extension Markdown {
    /// Stands where a name would become a link: invisible, no place to break a line, and no part of an address.
    private static let joiner: Unicode.Scalar = "\u{2060}"

    /// The text with what sites make links and mentions of by themselves taken apart: addresses of pages and of mail, `@name`
    /// and `#12`. The `@` of a metric's cutoff, `ndcg@10`, stays as it is.
    static func unlinked(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var unlinked = String.UnicodeScalarView()
        for (place, scalar) in scalars.enumerated() {
            unlinked.append(scalar)
            let rest = scalars[(place + 1)...]
            let starts =
                switch scalar {
                case "@": startsName(rest) && !isCutoff(scalars[..<place], rest)
                case "#": rest.first.map(isDigit) ?? false
                case ":": rest.starts(with: ["/", "/"])
                case "w", "W":
                    rest.first == "."
                        && String(String.UnicodeScalarView(scalars[..<place].suffix(2))).lowercased() == "ww"
                default: false
                }
            if starts { unlinked.append(joiner) }
        }
        return String(unlinked)
    }

    private static func startsName(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        rest.first.map { isWord($0) } ?? false
    }

    /// Whether an `@` stands between a name and a whole number, with nothing of an address behind.
    private static func isCutoff(_ before: ArraySlice<Unicode.Scalar>, _ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        guard before.last.map(isWord) ?? false else { return false }
        let behind = rest.drop(while: isDigit)
        guard behind.count < rest.count, let next = behind.first else { return behind.count < rest.count }
        guard next == "." || next == "-" else { return !isWord(next) && next != "@" }
        return !(behind.dropFirst().first.map(isWord) ?? false)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || isDigit(scalar) || scalar == "_"
    }
}
