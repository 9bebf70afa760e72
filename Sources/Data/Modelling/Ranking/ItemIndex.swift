import LinearAlgebra

/// The items of a factor model in an order that lets rankings end early: those that can score high stand first.
///
/// By the Cauchy–Schwarz inequality no item scores more than
///
///     offset(u) + bias(i) + ‖x_u‖ · ‖y_i‖
///
/// Items stand by bias + s · norm, with s the users' mean norm. When the best that a user can still find lies below the worst
/// of a full list, the list is final, and usually after a tenth of the items. The result is the same as that of scoring them all.
struct ItemIndex: Sendable {
    let model: FactorModel
    let panels: ItemPanels
    let itemCount: Int
    /// The place of each item row in the panels; −1 for items that aren't ranked.
    let positions: [Int32]
    private let typicalNorm: Double
    /// Over a panel and all after it; one more entry for none.
    private let greatest: [Greatest]

    /// The greatest values that some items have.
    private struct Greatest: Sendable {
        var norm = 0.0
        var bias = -Double.infinity
        /// bias + typical norm · norm
        var key = -Double.infinity
        /// Without sign, for rounding errors.
        var magnitude = 0.0
    }

    /// O(items · factors + items · log items).
    ///
    /// - Parameter eligible: one flag per item; nil when all are ranked.
    init(_ model: FactorModel, eligible: [Bool]?) {
        self.model = model
        let norms = model.factors.map { Self.norms($0.items) } ?? [Double](repeating: 0, count: model.itemCount)
        // Without biases the order is that of the norms whatever the users are.
        let typicalNorm = model.itemBias == nil ? 1 : model.factors.map { Self.mean(Self.norms($0.users)) } ?? 0
        self.typicalNorm = typicalNorm
        let keys = norms.indices.map { item in
            Self.number(Double(model.itemBias?[item] ?? 0) + typicalNorm * norms[item])
        }
        let ranked = norms.indices.filter { eligible?[$0] ?? true }
        let order = ranked.map { RankKey.make(score: Float(keys[$0]), item: $0) }.sorted(by: >).map(RankKey.item)
        itemCount = order.count
        var positions = [Int32](repeating: -1, count: model.itemCount)
        for (position, item) in order.enumerated() { positions[Int(item)] = Int32(position) }
        self.positions = positions
        let biases = model.itemBias ?? (model.hasBiases ? [Float](repeating: 0, count: model.itemCount) : nil)
        panels = ItemPanels(factors: model.factors?.items, biases: biases, order: order)
        var greatest = [Greatest](repeating: Greatest(), count: panels.panelCount + 1)
        for position in order.indices.reversed() {
            let item = Int(order[position])
            let panel = position / ItemPanels.width
            if (position + 1) % ItemPanels.width == 0 || position + 1 == order.count {
                greatest[panel] = greatest[panel + 1]
            }
            let bias = Self.number(Double(biases?[item] ?? 0))
            greatest[panel].norm = max(greatest[panel].norm, norms[item])
            greatest[panel].bias = max(greatest[panel].bias, bias)
            greatest[panel].key = max(greatest[panel].key, keys[item])
            greatest[panel].magnitude = max(greatest[panel].magnitude, abs(bias))
        }
        self.greatest = greatest
    }

    /// Whether no item from a panel on can reach a score for a user.
    ///
    /// The bound takes in the rounding of the single-precision score it stands for: at most a unit in the last place for each
    /// factor and bias.
    func isOutOfReach(_ threshold: Float, from panel: Int, userNorm: Double, offset: Double) -> Bool {
        let best = greatest[panel]
        let product = userNorm * best.norm
        let byParts = best.bias + product
        let byKey = best.key + max(0, userNorm - typicalNorm) * best.norm
        let magnitude = product + best.magnitude + abs(offset)
        let rounding = magnitude * Double(panels.factorCount + 8) * 0x1p-23 + 0x1p-100
        // A sum beyond the greatest number may have become infinite; NaN reaches nothing, but its like may be anywhere.
        return offset + min(byParts, byKey) + rounding < Double(min(threshold, .greatestFiniteMagnitude))
    }

    /// ‖x_u‖; 0 without factors.
    func userNorm(_ user: Int) -> Double {
        model.factors.map { factors in factors.users.withRow(user) { Self.norm($0) } } ?? 0
    }

    private static func norms(_ matrix: Matrix) -> [Double] {
        (0..<matrix.rows).map { row in matrix.withRow(row) { norm($0) } }
    }

    private static func norm(_ row: UnsafeBufferPointer<Float>) -> Double {
        number(BLAS.sumOfSquares(row).squareRoot())
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : number(values.reduce(0, +) / Double(values.count))
    }

    /// NaN stands for something that can't be bounded.
    private static func number(_ value: Double) -> Double { value.isNaN ? .infinity : value }
}
