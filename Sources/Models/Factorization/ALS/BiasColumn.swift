import LinearAlgebra

/// Explicit ALS keeps each row's bias as a last column of its factors, so that one solve finds both.
///
/// Row u's prediction is (x_u, b_u) · (y_i, 1) + b_i + μ: seen from the users, an item's row ends in a one and its bias is
/// taken off the target; seen from the items it is the other way round.
struct BiasColumn {
    /// The factors with a constant in place of each bias.
    let withOpposite: Matrix
    let biases: [Float]

    /// - Parameters:
    ///   - solved: rows × (factors + 1), the bias last.
    ///   - opposite: what takes the biases' place.
    init(splitting solved: Matrix, opposite: Float = 1) {
        let last = solved.columns - 1
        var constants = solved
        var biases = [Float](repeating: 0, count: solved.rows)
        for row in 0..<solved.rows {
            biases[row] = solved[row, last]
            constants[row, last] = opposite
        }
        withOpposite = constants
        self.biases = biases
    }

    /// The bias put last in each row of factors: what a solve gave.
    static func joining(_ factors: Matrix, _ biases: [Float]) -> Matrix {
        precondition(biases.count == factors.rows, "one bias per row")
        var elements: [Float] = []
        elements.reserveCapacity(factors.rows * (factors.columns + 1))
        for row in 0..<factors.rows {
            elements += factors.row(row)
            elements.append(biases[row])
        }
        return Matrix(rows: factors.rows, columns: factors.columns + 1, elements: elements)
    }

    /// The factors alone: rows × factors.
    static func factors(of solved: Matrix) -> Matrix {
        let columns = solved.columns - 1
        var elements: [Float] = []
        elements.reserveCapacity(solved.rows * columns)
        for row in 0..<solved.rows { elements += solved.row(row).prefix(columns) }
        return Matrix(rows: solved.rows, columns: columns, elements: elements)
    }
}
