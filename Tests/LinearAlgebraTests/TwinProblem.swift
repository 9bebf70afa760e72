import LinearAlgebra

/// The slow, obvious twin of the ALS kernels: forms every system in double precision, straight from the equations.
struct TwinProblem {
    let observed: SparseRows
    let other: Matrix
    let otherBias: [Float]?
    let gram: Matrix?
    let regularization: [Float]
    let coefficients: ALSProblem.Coefficients

    var problem: ALSProblem {
        ALSProblem(
            observed: observed, other: other, otherBias: otherBias, gram: gram, regularization: regularization,
            coefficients: coefficients)
    }

    var factors: Int { other.columns }

    /// A and b of a row.
    func normalEquations(row: Int) -> (matrix: [Double], side: [Double]) {
        var matrix = gram.map { $0.elements.map(Double.init) } ?? [Double](repeating: 0, count: factors * factors)
        var side = [Double](repeating: 0, count: factors)
        for k in 0..<factors { matrix[k * factors + k] += Double(regularization[row]) }
        for entry in observed.offsets[row]..<observed.offsets[row + 1] {
            let item = Int(observed.columns[entry])
            let weight = Double(observed.weights[entry])
            let a = Double(coefficients.quadraticOffset) + Double(coefficients.quadraticScale) * weight
            let bias = otherBias.map { Double($0[item]) } ?? 0
            let b = Double(coefficients.targetOffset) + Double(coefficients.targetScale) * weight - bias
            let y = other.row(item).map(Double.init)
            for j in 0..<factors {
                side[j] += b * y[j]
                for k in 0..<factors { matrix[j * factors + k] += a * y[j] * y[k] }
            }
        }
        return (matrix, side)
    }

    func isEmpty(row: Int) -> Bool { observed.offsets[row] == observed.offsets[row + 1] }

    func exact(row: Int) throws -> [Double] {
        guard !isEmpty(row: row) else { return [Double](repeating: 0, count: factors) }
        let (matrix, side) = normalEquations(row: row)
        return try Cholesky(order: factors, matrix: matrix).solve(side)
    }

    /// What the kernels measure at x: xᵀAx − 2·b·x with a Gram matrix, else Σ (b − x·y)² over the row's entries.
    func value(row: Int, at x: [Double]) -> Double {
        guard !isEmpty(row: row) else { return 0 }
        guard gram == nil else {
            let (matrix, side) = normalEquations(row: row)
            return dot(x, multiply(matrix, x)) - 2 * dot(side, x)
        }
        return (observed.offsets[row]..<observed.offsets[row + 1]).reduce(0) { sum, entry in
            let item = Int(observed.columns[entry])
            let target =
                Double(coefficients.targetOffset) + Double(coefficients.targetScale * observed.weights[entry])
                - (otherBias.map { Double($0[item]) } ?? 0)
            let error = target - dot(x, other.row(item).map(Double.init))
            return sum + error * error
        }
    }

    /// Textbook conjugate gradients (Hestenes and Stiefel 1952) on the formed system.
    func conjugateGradient(row: Int, start: [Double], steps: Int) -> [Double] {
        guard !isEmpty(row: row) else { return [Double](repeating: 0, count: factors) }
        let (matrix, side) = normalEquations(row: row)
        var x = start
        var residual = zip(side, multiply(matrix, x)).map { $0 - $1 }
        var direction = residual
        for _ in 0..<steps {
            let before = dot(residual, residual)
            guard before >= 1e-20 else { break }
            let product = multiply(matrix, direction)
            let length = before / dot(direction, product)
            x = zip(x, direction).map { $0 + length * $1 }
            residual = zip(residual, product).map { $0 - length * $1 }
            let momentum = dot(residual, residual) / before
            direction = zip(residual, direction).map { $0 + momentum * $1 }
        }
        return x
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private func multiply(_ matrix: [Double], _ vector: [Double]) -> [Double] {
        (0..<factors).map { row in (0..<factors).reduce(0) { $0 + matrix[row * factors + $1] * vector[$1] } }
    }
}
