import LinearAlgebra
import Tables

extension Binder {
    /// Distinct strings a worker asks about at a time.
    private static let stringChunk = 1_024

    func bind(_ column: TextColumn, _ test: TextTest) throws -> any TruthSource {
        let strings = stringColumn(column.name)
        if !column.isLowered, case .compares(let comparison, let constant) = test {
            let range = Self.codes(strings.dictionary, comparison, constant)
            return CodeRangeTruth(codes: strings.codes, range: range)
        }
        let truths = try pool.map(count: strings.dictionary.count, chunkSize: Self.stringChunk) { codes in
            let passes = test.predicate()
            return codes.map { code in
                Truth(Self.withBytes(of: code, in: strings.dictionary, column, passes)).rawValue
            }
        }
        return CodeLookupTruth(codes: strings.codes, truths: [Truth.unknown.rawValue] + truths.joined())
    }

    /// The codes of the strings of which `string comparison constant` is true.
    private static func codes(
        _ dictionary: StringDictionary, _ comparison: Comparison, _ constant: String
    ) -> ValueRange<Int32> {
        let first = Int32(dictionary.lowerBound(of: constant))
        let isPresent = dictionary.code(of: constant) != nil
        let below = ValueRange<Int32>(low: 0, high: first - 1)
        let belowOrEqual = ValueRange<Int32>(low: 0, high: isPresent ? first : first - 1)
        return switch comparison {
        case .less: below
        case .lessOrEqual: belowOrEqual
        case .greater: belowOrEqual.complement
        case .greaterOrEqual: below.complement
        case .equal: ValueRange(low: first, high: isPresent ? first : first - 1)
        case .notEqual: ValueRange(low: first, high: isPresent ? first : first - 1).complement
        }
    }

    func lengths(_ column: TextColumn) throws -> any NumberSource<Int64> {
        let strings = stringColumn(column.name)
        let lengths = try pool.map(count: strings.dictionary.count, chunkSize: Self.stringChunk) { codes in
            codes.map { Self.withBytes(of: $0, in: strings.dictionary, column, Self.scalarCount) }
        }
        return CodeLookupSource(codes: strings.codes, numbers: Array(lengths.joined()))
    }

    /// Unicode scalars in valid UTF-8: every byte but the continuation bytes starts one.
    private static func scalarCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
        bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    /// The bytes of one distinct string, in lower case where the column asks for it.
    private static func withBytes<Result>(
        of code: Int, in dictionary: StringDictionary, _ column: TextColumn,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        column.isLowered
            ? Array(dictionary[code].lowercased().utf8).withUnsafeBufferPointer(body)
            : dictionary.withBytes(of: code, body)
    }

    func compare(_ comparison: Comparison, _ left: TextColumn, _ right: TextColumn) -> any TruthSource {
        let columns = (materialized(left), materialized(right))
        let ranks = columns.0.dictionary.commonRanks(with: columns.1.dictionary)
        return RankComparisonTruth(
            comparison: comparison,
            left: .init(codes: columns.0.codes, ranks: ranks.own),
            right: .init(codes: columns.1.codes, ranks: ranks.other))
    }

    private func materialized(_ column: TextColumn) -> StringColumn {
        let strings = stringColumn(column.name)
        return column.isLowered ? strings.mappingStrings { $0.lowercased() } : strings
    }
}

extension StringDictionary {
    /// Numbers the strings of two dictionaries in one byte order, equal strings alike. O(bytes of both).
    func commonRanks(with other: StringDictionary) -> (own: [Int32], other: [Int32]) {
        var ranks: (own: [Int32], other: [Int32]) = ([], [])
        for rank in Int32(0)... {
            let codes = (ranks.own.count, ranks.other.count)
            if codes.0 == count && codes.1 == other.count { break }
            let order = order(of: codes.0, to: codes.1, in: other)
            if order != .after { ranks.own.append(rank) }
            if order != .before { ranks.other.append(rank) }
        }
        return ranks
    }

    /// How a string lies to one of another dictionary; a code past the last string lies after everything.
    private func order(of code: Int, to otherCode: Int, in other: StringDictionary) -> Order {
        guard code < count else { return .after }
        guard otherCode < other.count else { return .before }
        return withBytes(of: code) { left in
            other.withBytes(of: otherCode) { right in
                if left.elementsEqual(right) { return .same }
                return left.lexicographicallyPrecedes(right) ? .before : .after
            }
        }
    }
}
