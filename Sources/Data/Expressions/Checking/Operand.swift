/// A checked value of any type: every name in it is a column of the schema, with the type the case says.
enum Operand: Sendable {
    case condition(Condition)
    case integer(IntegerOperand)
    case float(FloatOperand)
    /// Microseconds since 1970 in UTC.
    case timestamp(IntegerOperand)
    case text(TextOperand)
}

/// A whole number per row. Overflow makes the row's value missing.
indirect enum IntegerOperand: Sendable {
    case constant(Int64)
    case column(String)
    case length(TextColumn)
    case negated(IntegerOperand)
    /// `divide` never occurs here: a quotient is a float.
    case arithmetic(Arithmetic, IntegerOperand, IntegerOperand)
}

/// A double per row. A result that is not finite, such as a division by zero, makes the row's value missing.
indirect enum FloatOperand: Sendable {
    case constant(Double)
    case column(String)
    /// Rounded to the nearest double beyond 2^53.
    case converted(IntegerOperand)
    case negated(FloatOperand)
    case arithmetic(Arithmetic, FloatOperand, FloatOperand)
}

enum TextOperand: Sendable {
    case constant(String)
    case column(TextColumn)
}

/// A string column, as it is or in lower case.
struct TextColumn: Sendable, Equatable {
    let name: String
    var isLowered = false
}
