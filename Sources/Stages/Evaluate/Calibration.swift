import LinearAlgebra
import Modelling
import Pipeline

/// Compares predicted with given ratings: test rows sorted by prediction, cut into ten groups of equal size.
///
/// Where a model is calibrated, the mean rating of each group is its mean prediction. O(rows · log rows) for each model.
struct Calibration {
    static let binCount = 10
    private static let rowsPerChunk = 1 << 15

    private let part: HeldOutInteractions
    private let users: [Int32]

    init(_ part: HeldOutInteractions) {
        self.part = part
        users = part.offsets.indices.dropLast().flatMap { user in
            repeatElement(Int32(user), count: part.offsets[user + 1] - part.offsets[user])
        }
    }

    func bins(
        of model: any FittedModel, named candidate: String, pool: WorkerPool
    ) throws -> [Evaluation.Evidence.CalibrationBin] {
        let predictions = try pool.map(count: users.count, chunkSize: Self.rowsPerChunk) { rows in
            model.scores(users: Array(users[rows]), items: Array(part.items[rows]))
        }.flatMap(\.self)
        let order = predictions.indices.filter { predictions[$0].isFinite }
            .sorted { (predictions[$0], $0) < (predictions[$1], $1) }
        let count = min(Self.binCount, order.count)
        return (0..<count).map { bin in
            let rows = order[order.count * bin / count..<order.count * (bin + 1) / count]
            func mean(_ values: [Float]) -> Double { rows.reduce(0) { $0 + Double(values[$1]) } / Double(rows.count) }
            return .init(
                candidate: candidate, meanPrediction: mean(predictions), meanRating: mean(part.values),
                rows: rows.count)
        }
    }
}
