import Tables

/// The numbers of consecutive rows. What stands in a missing row means nothing.
struct NumberBlock<Value: Sendable>: Sendable {
    var values: ArraySlice<Value>
    var validity: ValidityBlock

    init(_ values: [Value], _ validity: ValidityBlock) {
        self.init(values: values[...], validity: validity)
    }

    init(values: ArraySlice<Value>, validity: ValidityBlock) {
        self.values = values
        self.validity = validity
    }
}

/// Yields numbers block by block; blocks start at multiples of 64.
protocol NumberSource<Value>: Sendable {
    associatedtype Value: Sendable
    func block(of rows: Range<Int>) -> NumberBlock<Value>
}

struct ConstantSource<Value: Sendable>: NumberSource {
    let value: Value

    func block(of rows: Range<Int>) -> NumberBlock<Value> {
        NumberBlock([Value](repeating: value, count: rows.count), .complete)
    }
}

struct ColumnSource<Value: Sendable & Equatable>: NumberSource {
    let column: ValueColumn<Value>

    func block(of rows: Range<Int>) -> NumberBlock<Value> {
        NumberBlock(values: column.values[rows], validity: ValidityBlock(column.validity, rows: rows))
    }
}

/// A number looked up by a string's code.
struct CodeLookupSource: NumberSource {
    let codes: [Int32]
    /// One number per string of the dictionary.
    let numbers: [Int64]

    func block(of rows: Range<Int>) -> NumberBlock<Int64> {
        let block = codes[rows]
        var validity = ValidityBlock.complete
        if block.contains(where: { $0 < 0 }) {
            validity.clear(among: rows.count) { codes[rows.lowerBound + $0] < 0 }
        }
        return NumberBlock(block.map { $0 < 0 ? 0 : numbers[Int($0)] }, validity)
    }
}

struct ConvertedSource: NumberSource {
    let integers: any NumberSource<Int64>

    func block(of rows: Range<Int>) -> NumberBlock<Double> {
        let block = integers.block(of: rows)
        return NumberBlock(block.values.map { Double($0) }, block.validity)
    }
}
