import LinearAlgebra
import Modelling

/// Computes the errors of a model's predictions over all held-out rows of known users and items, summed by user.
struct RatingScorer: Sendable {
    /// Rows of the users with held-out rows, ascending.
    let users: [Int32]
    /// Held-out rows of each of them.
    let rowCounts: [Double]
    private let part: HeldOutInteractions
    /// Users whose rows are predicted at once.
    private static let usersPerChunk = 512

    init(_ part: HeldOutInteractions) {
        let counts = zip(part.offsets, part.offsets.dropFirst()).map { $1 - $0 }
        users = counts.indices.lazy.filter { counts[$0] > 0 }.map(Int32.init)
        rowCounts = counts.lazy.filter { $0 > 0 }.map(Double.init)
        self.part = part
    }

    /// For each term, its sum over the rows of each user; `term` takes prediction − rating.
    func sums(
        of terms: [@Sendable (Double) -> Double], _ model: any FittedModel, pool: WorkerPool
    ) throws -> [[Double]] {
        let chunks = try pool.map(count: users.count, chunkSize: Self.usersPerChunk) { positions in
            chunkSums(of: terms, model, positions)
        }
        return terms.indices.map { term in chunks.flatMap { $0[term] } }
    }

    private func chunkSums(
        of terms: [@Sendable (Double) -> Double], _ model: any FittedModel, _ positions: Range<Int>
    ) -> [[Double]] {
        let chunk = users[positions]
        let first = part.offsets[Int(chunk.first!)]
        let items = Array(part.items[first..<part.offsets[Int(chunk.last!) + 1]])
        let predictions = model.scores(
            users: chunk.flatMap { [Int32](repeating: $0, count: rows(of: $0).count) }, items: items)
        return terms.map { term in
            chunk.map { user in
                rows(of: user).reduce(0) { $0 + term(Double(predictions[$1 - first]) - Double(part.values[$1])) }
            }
        }
    }

    private func rows(of user: Int32) -> Range<Int> {
        part.offsets[Int(user)]..<part.offsets[Int(user) + 1]
    }
}
