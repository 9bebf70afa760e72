import LinearAlgebra
import Tables

extension ALSFit {
    /// Both sides as they are solved: conjugate gradients start from the rows of the iteration before.
    func state() -> TensorArchive {
        TensorArchive([Tensor("users", users), Tensor("items", items)])
    }

    mutating func resume(from state: TensorArchive) throws(ArchiveError) {
        (users, items) = (try state.matrix("users", like: users), try state.matrix("items", like: items))
    }
}
