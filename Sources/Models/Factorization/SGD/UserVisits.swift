import LinearAlgebra
import Modelling

/// What a new user meets in an epoch: its pairs in a random order, each with the unseen items drawn for it.
struct UserVisits: Sendable {
    /// users × items
    let matrix: SparseMatrix
    let loss: SGDLoss
    let items: SGDRows

    func epoch(of user: Int, _ row: inout LoneRow, _ random: inout RandomSource) {
        for entry in random.shuffled(Array(matrix.range(ofRow: user))) {
            let item = Int(matrix.indices[entry])
            switch loss {
            case .logistic(let negatives):
                visit(item, &row, value: matrix.values[entry])
                for _ in 0..<negatives {
                    guard let unseen = matrix.drawColumn(missingFrom: user, &random) else { break }
                    visit(Int(unseen), &row, value: -1)
                }
            case .bpr, .squared:
                guard let unseen = matrix.drawColumn(missingFrom: user, &random) else { continue }
                compare(item, Int(unseen), &row)
            }
        }
    }

    private func visit(_ item: Int, _ row: inout LoneRow, value: Float) {
        items.factors.withRow(item) { row.visit($0, offset: items.biases[item], value: value) }
    }

    /// The observed item should score above the unseen one: r̂ = b_i − b_j + x · (q_i − q_j).
    private func compare(_ item: Int, _ unseen: Int, _ row: inout LoneRow) {
        let offset = items.biases[item] - items.biases[unseen]
        items.factors.withRow(item) { above in
            items.factors.withRow(unseen) { below in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: above.count) { difference in
                    for place in above.indices {
                        difference.initializeElement(at: place, to: above[place] - below[place])
                    }
                    row.visit(UnsafeBufferPointer(difference), offset: offset, value: 1)
                }
            }
        }
    }
}
