import LinearAlgebra
import Modelling

extension SGDModel {
    /// Takes over what an earlier model learnt. New rows keep their random factors and zero biases; the sums of AdaGrad
    /// start anew, as no model keeps them.
    mutating func begin(from start: WarmStart) {
        guard let factors = start.model.factors else { preconditionFailure("training starts from factors") }
        users.factors.takeRows(of: factors.users, start.users)
        items.factors.takeRows(of: factors.items, start.items)
        if !users.biases.isEmpty { users.biases = (start.model.userBias ?? []).mapped(start.users) }
        if !items.biases.isEmpty { items.biases = (start.model.itemBias ?? []).mapped(start.items) }
    }
}
