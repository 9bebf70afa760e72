import LinearAlgebra
import Modelling

extension SGDModel {
    /// Takes over what an earlier model learnt. New rows keep their random factors and zero biases; the sums of AdaGrad
    /// start anew, as no model keeps them.
    mutating func begin(from start: WarmStart, pool: WorkerPool) throws {
        guard let factors = start.model.factors else { preconditionFailure("training starts from factors") }
        users.takeRows(of: factors.users, biases: hasBiases ? start.model.userBias : nil, start.users)
        items.takeRows(of: factors.items, biases: hasBiases ? start.model.itemBias : nil, start.items)
        try refreshSquares(pool: pool)
    }
}

extension SGDSide {
    /// Takes over the rows and biases an earlier model has and leaves the others as they are.
    fileprivate mutating func takeRows(of earlier: Matrix, biases earlierBiases: [Float]?, _ mapping: RowMapping) {
        var factors = factors
        factors.takeRows(of: earlier, mapping)
        var records = records
        for (row, bias) in (earlierBiases ?? []).mapped(mapping).enumerated() { records[row].x = bias }
        replace(factors: factors, records: records)
    }
}
