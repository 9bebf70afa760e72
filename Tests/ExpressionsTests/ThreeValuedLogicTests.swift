import Expressions
import Tables
import Testing

/// All nine pairs of true, false and unknown, against the tables of Kleene's strong logic.
@Suite struct ThreeValuedLogicTests {
    private let pairs = Table(columns: [
        ("a", .bool(ValueColumn([true, true, true, false, false, false, nil, nil, nil]))),
        ("b", .bool(ValueColumn([true, false, nil, true, false, nil, true, false, nil]))),
    ])

    @Test func junctions() throws {
        #expect(try truths("a and b", pairs) == "TF?FFF?F?")
        #expect(try truths("a or b", pairs) == "TTTTF?T??")
        #expect(try truths("a = b", pairs) == "TF?FT????")
        #expect(try truths("a != b", pairs) == "FT?TF????")
    }

    @Test func negation() throws {
        #expect(try truths("not a", pairs) == "FFFTTT???")
        #expect(try truths("not not a", pairs) == "TTTFFF???")
    }

    @Test func missingIsNeverUnknown() throws {
        #expect(try truths("is_missing(a)", pairs) == "FFFFFFTTT")
        #expect(try truths("is_missing(a and b)", pairs) == "FFTFFFTFT")
        #expect(try truths("not is_missing(b)", pairs) == "TTFTTFTTF")
    }

    @Test func filterKeepsOnlyTrue() throws {
        #expect(try kept("a or b", pairs) == [true, true, true, true, false, false, true, false, false])
    }

    @Test func comparisonsWithMissingCellsAreUnknown() throws {
        #expect(try truths("quantity > 0", orders) == "TF?F")
        #expect(try truths("price = 0", orders) == "F?TF")
        #expect(try truths("invoice != 'x'", orders) == "TTT?")
        #expect(try truths("invoice in ('A1', 'B')", orders) == "FFT?")
        #expect(try truths("invoice not in ('A1', 'B')", orders) == "TTF?")
        #expect(try truths("time >= '2011-12-01'", orders) == "T?FF")
        #expect(try truths("invoice < country", orders) == "T?T?")
        #expect(try truths("quantity < price", orders) == "F??T")
    }

    @Test func missingOfEachType() throws {
        #expect(try truths("is_missing(quantity)", orders) == "FFTF")
        #expect(try truths("is_missing(price)", orders) == "FTFF")
        #expect(try truths("is_missing(invoice)", orders) == "FFFT")
        #expect(try truths("is_missing(active)", orders) == "FFTF")
        #expect(try truths("is_missing(time)", orders) == "FTFF")
        #expect(try truths("is_missing('text')", orders) == "FFFF")
        #expect(try truths("is_missing(quantity > 0)", orders) == "FFTF")
    }

    @Test func constants() throws {
        #expect(try truths("true", orders) == "TTTT")
        #expect(try truths("false or quantity > 0", orders) == "TF?F")
        #expect(try truth("true and not false") == "T")
        #expect(try truth("is_missing(1 / 0)") == "T")
        #expect(try truth("1 / 0 > 1") == "?")
    }
}
