import LinearAlgebra
import Modelling
import Tables

/// Rows of one side with their ids, so that an error can say whose system has no unique solution.
struct NamedRows: Sendable {
    /// `user` or `item`.
    let side: String
    let ids: StringDictionary
    /// Which rows of the side are solved, where not all are.
    var places: [Int]?

    /// What `solve` gives.
    ///
    /// - Throws: `TrainingError.singular` with the row's id where a system has no unique solution; what else `solve` throws.
    func naming<Result>(remedy: String, _ solve: () throws -> Result) throws -> Result {
        do {
            return try solve()
        } catch LinearAlgebraError.notPositiveDefinite(let row?, _, _) {
            let place = places?[row] ?? row
            throw TrainingError.singular(side: side, row: place, id: ids[place], remedy: remedy)
        }
    }
}
