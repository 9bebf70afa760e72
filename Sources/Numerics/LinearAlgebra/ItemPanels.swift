import CLinearAlgebra

/// Items laid out for scoring: panels of 32 items side by side, factor after factor, so that one instruction works on sixteen.
///
/// Items may stand in any order. The scores of a pair have the same bits in any order, any panel and any function of
/// ``FactorScores``.
package struct ItemPanels: Sendable {
    /// Items of a panel.
    package static let width = mercer_panel_items
    /// Users scored together.
    package static let groupSize = mercer_group_users

    package let panelCount: Int
    package let factorCount: Int
    private let factors: [Float]
    private let biases: [Float]?
    /// Item rows in the order of the panels, padded to whole panels.
    private let rows: [Int32]

    /// Copies items into panels. O(items · factors).
    ///
    /// - Parameters:
    ///   - factors: items × factors; nil where a score has no product.
    ///   - biases: one number per item row; nil where scores are products alone.
    ///   - order: the item rows that are taken, as they are to stand.
    package init(factors: Matrix?, biases: [Float]?, order: [Int32]) {
        panelCount = (order.count + Self.width - 1) / Self.width
        factorCount = factors?.columns ?? 0
        let padding = repeatElement(Int32(0), count: panelCount * Self.width - order.count)
        rows = order + padding
        self.biases = biases.map { biases in order.map { biases[Int($0)] } + padding.map { _ in 0 } }
        guard let factors, factors.columns > 0 else {
            self.factors = []
            return
        }
        let size = panelCount * Self.width * factors.columns
        self.factors = [Float](unsafeUninitializedCapacity: size) { panels, initialized in
            factors.withUnsafeBufferPointer { elements in
                order.forEach { precondition($0 >= 0 && $0 < factors.rows, "item row \($0) of \(factors.rows)") }
                guard size > 0, let source = elements.baseAddress else { return }
                mercer_pack_items(source, order, Int64(order.count), Int32(factors.columns), panels.baseAddress!)
            }
            initialized = size
        }
    }

    package typealias SurvivorSearch = (
        UnsafePointer<mercer_item_panels>, UnsafePointer<Int32>, Int64, Int64, UnsafePointer<Float>,
        UnsafePointer<Int32>, UnsafePointer<mercer_rank_block>
    ) -> Void

    /// Scores panels for the users of a block and appends the items that matter to their survivors.
    ///
    /// - Parameters:
    ///   - group: the factors of up to twelve users, from ``FactorScores/pack(_:rows:into:)``.
    ///   - members: which user of the block each of the twelve is; negative: none.
    ///   - kernel: the C function that is run; the tests hand in the builds other processors get.
    package func appendSurvivors(
        of panels: Range<Int>, group: UnsafeBufferPointer<Float>, members: UnsafeBufferPointer<Int32>,
        to block: SurvivorBlock, by kernel: SurvivorSearch = mercer_rank_survivors
    ) {
        precondition(panels.lowerBound >= 0 && panels.upperBound <= panelCount, "panels \(panels) of \(panelCount)")
        precondition(members.count == Self.groupSize && group.count >= factorCount * Self.groupSize, "one group")
        precondition(block.panelCount == panelCount, "the block leaves out items of \(block.panelCount) panels")
        for member in members where member >= 0 {
            let count = Int(block.counts[Int(member)])
            precondition(count + panels.count * Self.width <= block.capacity, "a place for every item")
        }
        withUnsafePanels { items in
            withUnsafePointer(to: items) { items in
                block.withUnsafeBlock { block in
                    kernel(
                        items, rows, Int64(panels.lowerBound), Int64(panels.upperBound), group.baseAddress!,
                        members.baseAddress!, block)
                }
            }
        }
    }

    private func withUnsafePanels<Result>(_ body: (mercer_item_panels) -> Result) -> Result {
        factors.withUnsafeBufferPointer { factors in
            // Without factors nothing is read, but the group's pointer moves along.
            guard let biases else {
                return body(
                    mercer_item_panels(factors: factors.baseAddress, biases: nil, factor_count: Int32(factorCount)))
            }
            return biases.withUnsafeBufferPointer { biases in
                body(
                    mercer_item_panels(
                        factors: factors.baseAddress, biases: biases.baseAddress, factor_count: Int32(factorCount)))
            }
        }
    }
}
