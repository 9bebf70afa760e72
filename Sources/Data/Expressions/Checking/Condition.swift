/// A checked condition: true, false or unknown for every row of a table.
indirect enum Condition: Sendable {
    case constant(Truth)
    case column(String)
    case not(Condition)
    case all([Condition])
    case any([Condition])
    /// Whether two conditions have the same truth; unknown where either is.
    case same(Condition, Condition)
    case missing(Operand)
    case integerWithin(IntegerOperand, ValueRange<Int64>)
    case floatWithin(FloatOperand, ValueRange<Double>)
    case integerComparison(Comparison, IntegerOperand, IntegerOperand)
    case floatComparison(Comparison, FloatOperand, FloatOperand)
    case mixedComparison(Comparison, IntegerOperand, FloatOperand)
    case integerMember(IntegerOperand, [Int64])
    case floatMember(FloatOperand, [Double])
    case textTest(TextColumn, TextTest)
    case textComparison(Comparison, TextColumn, TextColumn)
}
