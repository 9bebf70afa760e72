/// Cuts the text of an expression into tokens.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    /// All tokens, the last of which is `.end`.
    static func tokens(_ scalars: [Unicode.Scalar]) throws(ExpressionProblem) -> [Token] {
        var lexer = Lexer(scalars)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(ExpressionProblem) -> Token {
        while let scalar = peek(), scalar.properties.isWhitespace { position += 1 }
        let start = position
        guard let scalar = peek() else { return Token(kind: .end, range: start..<start) }
        let kind: Token.Kind =
            if Self.startsName(scalar) {
                word()
            } else if Self.isDigit(scalar) || (scalar == "." && peek(1).map(Self.isDigit) == true) {
                try number()
            } else if scalar == "'" {
                .string(try quoted(by: "'", what: "string"))
            } else if scalar == "\"" {
                .quotedName(try quoted(by: "\"", what: "column name"))
            } else {
                try sign(scalar)
            }
        return Token(kind: kind, range: start..<position)
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < scalars.count ? scalars[position + ahead] : nil
    }

    private func text(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(scalars[range]))
    }

    private mutating func word() -> Token.Kind {
        let start = position
        while let scalar = peek(), Self.continuesName(scalar) { position += 1 }
        let name = text(start..<position)
        return Token.Keyword(rawValue: name.lowercased()).map { .keyword($0) } ?? .name(name)
    }

    /// Digits, optionally a fraction and an exponent; with either it is a float.
    private mutating func number() throws(ExpressionProblem) -> Token.Kind {
        let start = position
        skipDigits()
        var isFloat = false
        if peek() == "." {
            isFloat = true
            position += 1
            skipDigits()
        }
        if peek() == "e" || peek() == "E" {
            isFloat = true
            position += 1
            if peek() == "+" || peek() == "-" { position += 1 }
            skipDigits()
        }
        let digitsEnd = position
        while let scalar = peek(), Self.continuesName(scalar) || scalar == "." { position += 1 }
        let written = text(start..<position)
        guard position == digitsEnd, let kind = Self.number(written, isFloat: isFloat) else {
            let expected = isFloat ? "a decimal number below 1.8e308" : "digits that fit 64 bits"
            throw ExpressionProblem(.malformedNumber(written, expected: expected), at: start..<position)
        }
        return kind
    }

    private static func number(_ written: String, isFloat: Bool) -> Token.Kind? {
        if isFloat {
            guard let value = Double(written.last == "." ? written + "0" : written), value.isFinite else { return nil }
            return .float(value)
        }
        guard let magnitude = UInt64(written), magnitude <= Int64.min.magnitude else { return nil }
        return .integer(magnitude)
    }

    private mutating func skipDigits() {
        while let scalar = peek(), Self.isDigit(scalar) { position += 1 }
    }

    /// Text up to the closing quote; a doubled quote stands for one.
    private mutating func quoted(by quote: Unicode.Scalar, what: String) throws(ExpressionProblem) -> String {
        let start = position
        position += 1
        var content = String.UnicodeScalarView()
        while let scalar = peek() {
            position += 1
            if scalar != quote {
                content.append(scalar)
            } else if peek() == quote {
                content.append(quote)
                position += 1
            } else {
                return String(content)
            }
        }
        throw ExpressionProblem(.unterminated(what), at: start..<scalars.count)
    }

    private mutating func sign(_ scalar: Unicode.Scalar) throws(ExpressionProblem) -> Token.Kind {
        if let following = peek(1), let kind = Self.pairs[text(position..<position + 2)], following.isASCII {
            position += 2
            return kind
        }
        guard let kind = Self.singles[scalar] else {
            throw ExpressionProblem(
                .unexpectedCharacter(scalar, hint: Self.hints[scalar]), at: position..<position + 1)
        }
        position += 1
        return kind
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    private static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
        startsName(scalar) || isDigit(scalar)
    }

    private static let pairs: [String: Token.Kind] = [
        "==": .comparison(.equal), "!=": .comparison(.notEqual), "<>": .comparison(.notEqual),
        "<=": .comparison(.lessOrEqual), ">=": .comparison(.greaterOrEqual),
    ]

    private static let singles: [Unicode.Scalar: Token.Kind] = [
        "=": .comparison(.equal), "<": .comparison(.less), ">": .comparison(.greater),
        "+": .arithmetic(.add), "-": .arithmetic(.subtract), "*": .arithmetic(.multiply), "/": .arithmetic(.divide),
        "(": .leftParenthesis, ")": .rightParenthesis, ",": .comma,
    ]

    /// What people coming from other languages meant.
    private static let hints: [Unicode.Scalar: String] = [
        "&": "write `and`", "|": "write `or`", "!": "write `not`",
        "`": "a column name with blanks stands in double quotes",
        "\u{2018}": "write straight quotes", "\u{2019}": "write straight quotes",
        "\u{201C}": "write straight quotes", "\u{201D}": "write straight quotes",
    ]
}
