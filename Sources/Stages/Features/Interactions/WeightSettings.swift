import Foundation
import Pipeline

/// What one row of interactions weighs: `dataset.weight`.
///
/// The settings apply in the order they are listed here:
///
///     weight = min(cap, transform(values[by] · column)) · 0.5^(age / half_life)
///
/// A factor that isn't asked for is 1. `age` counts back from the newest training row. The rows of a user and item are
/// aggregated afterwards, so `transform` and `cap` are about single rows: a quantity of 80,000 in one order, not a
/// loyal customer's hundred orders. Held-out rows keep their weight before decay.
struct WeightSettings: Sendable {
    enum Transform: String, SettingChoice {
        case raw
        /// log(1 + x): a hundred pieces say more than one, but not a hundred times more.
        case log1p
    }

    /// The column whose value decides, and the weight of each value; rows with another value are dropped.
    let by: String?
    let values: SettingMap<Double>
    /// A numeric column.
    let column: String?
    let transform: Transform
    let cap: Double?
    let halfLifeDays: Double?

    init(from settings: SettingsReader) {
        by = settings.optional("by", "Column whose value decides what a row weighs, such as the kind of event.")
        values = settings.value(
            "values", default: SettingMap([]),
            "Weight of each value of the column `by`; rows whose value is not named are dropped (`no_weight`).")
        column = settings.optional("column", "Numeric column that multiplies the weight, such as a quantity.")
        transform = settings.value(
            "transform", default: .raw, "What is done to a row's weight: `raw` nothing, `log1p` log(1 + weight).")
        cap = settings.optional("cap", .above(0), "Greatest weight of a row, after the transform and before decay.")
        halfLifeDays = settings.optional(
            "half_life_days", .above(0), "Days after which a row weighs half, counted from the newest training row.")
    }

    /// Every row weighs 1.
    init() {
        by = nil
        values = SettingMap([])
        column = nil
        transform = .raw
        cap = nil
        halfLifeDays = nil
    }

    /// The named values and their weights, sorted by the names' bytes: labels of rows are positions in this list.
    var labels: [(name: String, weight: Double)] {
        values.entries.map { ($0.name, $0.value) }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// What becomes of `values[by] · column` before decay, and whether the cap was reached.
    ///
    /// - Precondition: `weight` is above 0.
    @inline(__always)
    func shaped(_ weight: Double) -> (weight: Double, isCapped: Bool) {
        let transformed = transform == .raw ? weight : Foundation.log1p(weight)
        if let cap, transformed > cap { return (cap, true) }
        return (transformed, false)
    }
}
