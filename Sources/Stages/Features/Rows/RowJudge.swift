import Pipeline
import Tables

/// Decides whether a row is an interaction and what it is worth.
struct RowJudge: Sendable {
    enum Verdict {
        case kept(value: Float, isCapped: Bool)
        case dropped(DropReason)
    }

    let columns: InteractionColumns
    let weight: WeightSettings
    let isRating: Bool
    let needsTime: Bool
    /// The run's exclusive instant.
    let asOf: Int64?
    /// Weight of each label, in the order of `columns.labelNames`.
    let labelWeights: [Double]
    /// The table and the column of numbers, for messages.
    let place: String

    init(_ columns: InteractionColumns, builder: InteractionsBuilder, needsTime: Bool, asOf: Int64?) {
        self.columns = columns
        weight = builder.weight
        isRating = builder.rating != nil
        self.needsTime = needsTime
        self.asOf = asOf
        labelWeights = weight.labels.map(\.weight)
        let column = builder.rating ?? weight.column ?? weight.by ?? "weight"
        place = "features: table \(builder.table), column \(column)"
    }

    /// - Throws: `DataError` where the value is no finite single-precision number.
    @inline(__always)
    func verdict(on row: Int) throws -> Verdict {
        if columns.users.codes[row] < 0 { return .dropped(.missingUser) }
        if columns.items.codes[row] < 0 { return .dropped(.missingItem) }
        if let times = columns.times {
            if !times.isPresent(row) {
                if needsTime { return .dropped(.missingTime) }
            } else if let asOf, times.values[row] >= asOf {
                return .dropped(.afterAsOf)
            }
        }
        return isRating ? try rating(of: row) : try weight(of: row)
    }

    @inline(__always)
    private func rating(of row: Int) throws -> Verdict {
        guard let rating = columns.amounts?[row] else { return .dropped(.missingRating) }
        return .kept(value: try single(rating, row: row), isCapped: false)
    }

    @inline(__always)
    private func weight(of row: Int) throws -> Verdict {
        var product = 1.0
        if columns.labels != nil {
            let label = columns.label(of: row)
            if label < 0 { return .dropped(.noWeight) }
            product = labelWeights[Int(label)]
        }
        if let amounts = columns.amounts {
            guard let amount = amounts[row] else { return .dropped(.noWeight) }
            product *= amount
        }
        _ = try single(product, row: row)
        if product <= 0 { return .dropped(.nonPositiveWeight) }
        let shaped = weight.shaped(product)
        let value = try single(shaped.weight, row: row)
        return value > 0 ? .kept(value: value, isCapped: shaped.isCapped) : .dropped(.nonPositiveWeight)
    }

    @inline(__always)
    private func single(_ number: Double, row: Int) throws -> Float {
        let value = Float(number)
        if !value.isFinite { throw notFinite(number, row: row) }
        return value
    }

    @inline(never)
    private func notFinite(_ number: Double, row: Int) -> DataError {
        DataError(
            place: "\(place), row \(row + 1) of the cleaned table", found: "the value \(number)",
            expected: "a finite number below \(Float.greatestFiniteMagnitude)",
            remedy: "filter such rows out or clip the column in the clean stage")
    }
}
