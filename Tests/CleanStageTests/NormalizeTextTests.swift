import CleanStage
import Pipeline
import Tables
import Testing

@Suite struct NormalizeTextTests {
    private func normalized(_ form: JSON, _ texts: [String?]) throws -> (texts: [String?], changed: Int?) {
        let table = Table(columns: [("x", .string(StringColumn(texts)))])
        let (result, effect) = try apply(NormalizeText.self, ["column": "x", "form": form], to: table)
        return (strings(result, "x"), effect.changed)
    }

    @Test func eachForm() throws {
        #expect(try normalized("trim", [" a b\t", "\u{A0}c\n", nil, " "]).texts == ["a b", "c", nil, ""])
        #expect(try normalized("lower", ["ABC", "ÄÖ"]).texts == ["abc", "äö"])
        #expect(try normalized("upper", ["abc", "straße"]).texts == ["ABC", "STRASSE"])
        #expect(try normalized("collapse_whitespace", ["a  b\t\nc", " d "]).texts == ["a b c", " d "])
    }

    /// Strings are compared here by their scalars, since Swift's `==` does not tell the forms apart.
    @Test func compositions() throws {
        func scalars(_ form: JSON, _ text: String) throws -> [UInt32] {
            try normalized(form, [text]).texts[0]!.unicodeScalars.map(\.value)
        }
        #expect(try scalars("nfc", "e\u{301}") == [0xE9])
        #expect(try scalars("nfc", "\u{FB01}") == [0xFB01])
        #expect(try scalars("nfkc", "\u{FB01}e\u{301}\u{FF21}") == [0x66, 0x69, 0xE9, 0x41])
    }

    @Test func formsApplyInOrder() throws {
        #expect(try normalized(["trim", "collapse_whitespace", "upper"], ["  a   b "]).texts == ["A B"])
    }

    @Test func changedCellsAreCounted() throws {
        let result = try normalized("lower", ["A", "a", "A", nil, "b"])
        #expect(result.texts == ["a", "a", "a", nil, "b"])
        #expect(result.changed == 2)
        #expect(try normalized("nfc", ["e\u{301}", "\u{E9}"]).changed == 1)
        #expect(try normalized("lower", ["a"]).changed == 0)
    }

    @Test func stringsThatBecomeEqualShareACode() throws {
        let table = Table(columns: [("x", .string(StringColumn(["A", "a", "B"])))])
        let result = try apply(NormalizeText.self, ["column": "x", "form": "lower"], to: table).table
        guard case .string(let column)? = result["x"] else { return }
        #expect(column.codes == [0, 0, 1])
        #expect(column.dictionary.strings == ["a", "b"])
    }

    @Test func wrongSettings() {
        #expect(
            problems(NormalizeText.self, ["column": "price", "form": "trim"], shop.schema) == [
                "step.column: the column \"price\" is float64, expected string"
            ])
        #expect(problems(NormalizeText.self, ["column": "user", "form": "lowr"], shop.schema).count == 1)
        #expect(problems(NormalizeText.self, ["column": "user", "form": []], shop.schema).count == 1)
        #expect(problems(NormalizeText.self, ["column": "user", "form": ["trim", "x"]], shop.schema).count == 1)
    }
}
