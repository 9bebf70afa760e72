import LinearAlgebra
import Modelling

/// The written objectives over users × items in double precision, term by term: the slow twin of every loss.
struct DenseObjective {
    let cells: [[Float?]]
    let users: [[Double]]
    let items: [[Double]]

    init(_ matrix: [[Float?]], users: [[Double]], items: [[Double]]) {
        cells = matrix
        self.users = users
        self.items = items
    }

    init(_ matrix: [[Float?]], _ model: FactorModel) {
        self.init(
            matrix, users: Self.rows(of: model.factors!.users), items: Self.rows(of: model.factors!.items))
    }

    static func rows(of matrix: Matrix) -> [[Double]] {
        (0..<matrix.rows).map { matrix.row($0).map(Double.init) }
    }

    /// Σ all c(p − x·y)² + λ(Σ‖x‖² + Σ‖y‖²).
    func confidence(alpha: Double, regularization: Double) -> Double {
        var sum = 0.0
        forEachPair { cell, product, _, _ in
            let preference = cell == nil ? 0.0 : 1
            sum += (1 + alpha * (cell ?? 0)) * (preference - product) * (preference - product)
        }
        return sum + regularization * (users + items).reduce(0) { $0 + squaredNorm($1) }
    }

    /// Σ observed w(1 − x·y)² + α₀ Σ all (x·y)² + λ(Σ_u (n_u + α₀·items)^ν ‖x_u‖² + Σ_i (n_i + α₀·users)^ν ‖y_i‖²), for
    /// ν = 1 or 0.5.
    func ials(unobservedWeight: Double, isRoot: Bool, regularization: Double) -> Double {
        var sum = 0.0
        forEachPair { cell, product, _, _ in
            if let cell { sum += cell * (1 - product) * (1 - product) }
            sum += unobservedWeight * product * product
        }
        func scale(_ count: Int, _ others: Int) -> Double {
            let frequency = Double(count) + unobservedWeight * Double(others)
            return isRoot ? frequency.squareRoot() : frequency
        }
        for (user, row) in users.enumerated() {
            sum += regularization * scale(count(ofUser: user), items.count) * squaredNorm(row)
        }
        for (item, row) in items.enumerated() {
            sum += regularization * scale(count(ofItem: item), users.count) * squaredNorm(row)
        }
        return sum
    }

    /// Σ observed (r − μ − b_u − b_i − x·y)² + λ(Σ_u n_u(‖x_u‖² + b_u²) + Σ_i n_i(‖y_i‖² + b_i²)).
    func explicit(mean: Double, userBias: [Double], itemBias: [Double], regularization: Double) -> Double {
        var sum = 0.0
        forEachPair { cell, product, user, item in
            guard let cell else { return }
            let error = cell - mean - userBias[user] - itemBias[item] - product
            sum += error * error
        }
        for (user, row) in users.enumerated() {
            sum += regularization * Double(count(ofUser: user)) * (squaredNorm(row) + userBias[user] * userBias[user])
        }
        for (item, row) in items.enumerated() {
            sum += regularization * Double(count(ofItem: item)) * (squaredNorm(row) + itemBias[item] * itemBias[item])
        }
        return sum
    }

    private func forEachPair(_ body: (_ cell: Double?, _ product: Double, _ user: Int, _ item: Int) -> Void) {
        for (user, row) in users.enumerated() {
            for (item, column) in items.enumerated() {
                body(cells[user][item].map(Double.init), zip(row, column).reduce(0) { $0 + $1.0 * $1.1 }, user, item)
            }
        }
    }

    private func squaredNorm(_ row: [Double]) -> Double { row.reduce(0) { $0 + $1 * $1 } }
    private func count(ofUser user: Int) -> Int { cells[user].count { $0 != nil } }
    private func count(ofItem item: Int) -> Int { cells.count { $0[item] != nil } }
}
