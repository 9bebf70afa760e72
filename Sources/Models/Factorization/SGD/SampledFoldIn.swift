import LinearAlgebra
import Modelling
import Tables

/// Folds in rows of implicit feedback: twenty epochs of the model's own visits, of which only the new row learns.
///
/// An epoch visits what one of training would on average: each pair of the row with the items drawn for it, and of an item
/// also the pairs it would be drawn for. Drawing anew in each epoch and starting at zero give the row the size that training
/// gives one; the minimum over a few drawn pairs would fit just these, and grow.
///
/// All that is random comes from a stream of the row's id, so a row does not depend on what else is new.
struct SampledFoldIn: SGDFoldIn {
    let matrix: InteractionMatrix
    let loss: SGDLoss
    let regularization: SGDRegularization
    let hasBiases: Bool
    let seed: UInt64
    let pool: WorkerPool

    private static let epochs = 20
    /// Random streams; those below are the fit's own.
    private enum Stream: UInt64 { case users = 4, items = 5 }

    func users(_ places: [Int], against items: SGDRows) throws -> SGDRows? {
        let empty = LoneRow(
            factors: items.factors.columns, regularization: Float(regularization.userFactors),
            biasRegularization: hasBiases && loss != .bpr ? Float(regularization.biases) : nil)
        let visits = UserVisits(matrix: matrix.byUser, loss: loss, items: items)
        return try rows(places, ids: matrix.users, .users, from: empty, epoch: visits.epoch)
    }

    func items(_ places: [Int], from known: KnownRows, users: SGDRows, items: SGDRows) throws -> SGDRows? {
        let empty = LoneRow(
            factors: users.factors.columns, regularization: Float(regularization.itemFactors),
            biasRegularization: hasBiases ? Float(regularization.biases) : nil)
        let visits = ItemVisits(matrix: matrix, loss: loss, known: known, users: users, items: items)
        return try rows(places, ids: matrix.items, .items, from: empty, epoch: visits.epoch)
    }

    private func rows(
        _ places: [Int], ids: StringDictionary, _ stream: Stream, from empty: LoneRow,
        epoch: @Sendable (_ place: Int, inout LoneRow, inout RandomSource) -> Void
    ) throws -> SGDRows {
        let source = RandomSource(seed: seed).split(stream: stream.rawValue)
        let rows = try pool.map(count: places.count, chunkSize: 8) { range in
            range.map { position in
                let place = places[position]
                var random = source.split(stream: ids.withBytes(of: place) { hash64($0, seed: stream.rawValue) })
                var row = empty
                for _ in 0..<Self.epochs { epoch(place, &row, &random) }
                return row
            }
        }.flatMap(\.self)
        return SGDRows(
            factors: Matrix(rows: rows.count, columns: empty.factors.count, elements: rows.flatMap(\.factors)),
            biases: rows.map(\.bias))
    }
}
