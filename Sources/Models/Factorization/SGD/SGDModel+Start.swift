import LinearAlgebra
import Modelling

extension SGDModel {
    /// Takes over what an earlier model learnt. New rows keep their random factors and zero biases; the sums of AdaGrad
    /// start anew, as no model keeps them.
    mutating func begin(from start: WarmStart, pool: WorkerPool) throws {
        guard let factors = start.model.factors else { preconditionFailure("training starts from factors") }
        users.begin(from: factors.users, hasBiases ? start.model.userBias : nil, start.users)
        items.begin(from: factors.items, hasBiases ? start.model.itemBias : nil, start.items)
        try refreshSquares(pool: pool)
    }
}

extension SGDSide {
    fileprivate mutating func begin(from earlier: Matrix, _ earlierBiases: [Float]?, _ mapping: RowMapping) {
        var factors = factors
        factors.takeRows(of: earlier, mapping)
        var records = records
        for (row, bias) in (earlierBiases ?? []).mapped(mapping).enumerated() { records[row].x = bias }
        replace(factors: factors, records: records)
    }
}
