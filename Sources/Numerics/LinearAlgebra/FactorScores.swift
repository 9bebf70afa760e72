import CLinearAlgebra

/// Products of user and item factors, defined so that a pair has the same bits wherever it is computed:
///
///     x·y = fma(x[f−1], y[f−1], … fma(x[1], y[1], fma(x[0], y[0], 0)))
///
/// BLAS makes no such promise: its sums change with the shape of the product and the place in it.
///
/// Each function takes the C function it runs, so that the tests can hand in the builds other processors get.
package enum FactorScores {
    /// Scores panels of items for a group of users.
    package typealias PanelScores = (
        UnsafePointer<mercer_item_panels>, Int64, UnsafePointer<Float>, UnsafePointer<Float>?, Int32,
        UnsafeMutablePointer<Float>, Int64
    ) -> Void
    /// Multiplies pairs of rows.
    package typealias PairProducts = (
        UnsafePointer<Float>, UnsafePointer<Int32>, UnsafePointer<Float>, UnsafePointer<Int32>, Int64, Int32,
        UnsafeMutablePointer<Float>
    ) -> Void

    /// Items packed at a time: 128, which take 32 KB at 64 factors and so stay in an L2 cache for all groups of users.
    private static let itemsPerTile = 4 * ItemPanels.width

    /// The products of users and neighbouring items: `products[u · items.count + i]` for `users[u]` and item
    /// `items.lowerBound + i`. O(users · items · factors).
    package static func products(
        _ userFactors: Matrix, users: UnsafeBufferPointer<Int32>, _ itemFactors: Matrix, items: Range<Int>,
        into products: UnsafeMutableBufferPointer<Float>, by kernel: PanelScores = mercer_score_panels
    ) {
        let width = userFactors.columns
        precondition(width == itemFactors.columns, "factors \(width) and \(itemFactors.columns)")
        precondition(items.lowerBound >= 0 && items.upperBound <= itemFactors.rows, "items of \(itemFactors.rows)")
        precondition(products.count >= users.count * items.count, "a place for every product")
        guard !users.isEmpty, !items.isEmpty, width > 0 else { return }
        let groupCount = (users.count + ItemPanels.groupSize - 1) / ItemPanels.groupSize
        let groupLength = width * ItemPanels.groupSize
        withUnsafeTemporaryAllocation(of: Float.self, capacity: groupCount * groupLength) { groups in
            for group in 0..<groupCount {
                let first = group * ItemPanels.groupSize
                let members = UnsafeBufferPointer(
                    rebasing: users[first..<min(first + ItemPanels.groupSize, users.count)])
                pack(
                    userFactors, rows: members,
                    into: UnsafeMutableBufferPointer(rebasing: groups[group * groupLength..<(group + 1) * groupLength]))
            }
            multiply(
                UnsafeBufferPointer(groups), userCount: users.count, itemFactors, items: items, into: products,
                by: kernel)
        }
    }

    /// Lays the factors of up to twelve users side by side; negative rows become zeros.
    package static func pack(
        _ factors: Matrix, rows: UnsafeBufferPointer<Int32>, into group: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(rows.count <= ItemPanels.groupSize, "\(rows.count) users of \(ItemPanels.groupSize)")
        precondition(group.count >= factors.columns * ItemPanels.groupSize, "a place for every factor")
        for row in rows { precondition(row < factors.rows, "user row \(row) of \(factors.rows)") }
        factors.withUnsafeBufferPointer { elements in
            guard let source = elements.baseAddress else { return }
            mercer_pack_users(source, rows.baseAddress!, Int32(rows.count), Int32(factors.columns), group.baseAddress!)
        }
    }

    /// The products of pairs `(users[n], items[n])`. O(pairs · factors).
    package static func products(
        _ userFactors: Matrix, users: [Int32], _ itemFactors: Matrix, items: [Int32],
        by kernel: PairProducts = mercer_dot_pairs
    ) -> [Float] {
        precondition(users.count == items.count, "one item per user")
        precondition(userFactors.columns == itemFactors.columns, "both sides have the same factors")
        for user in users { precondition(user >= 0 && user < userFactors.rows, "user row \(user)") }
        for item in items { precondition(item >= 0 && item < itemFactors.rows, "item row \(item)") }
        return [Float](unsafeUninitializedCapacity: users.count) { products, initialized in
            userFactors.withUnsafeBufferPointer { userRows in
                itemFactors.withUnsafeBufferPointer { itemRows in
                    guard !users.isEmpty, let userRows = userRows.baseAddress, let itemRows = itemRows.baseAddress
                    else { return }
                    kernel(
                        userRows, users, itemRows, items, Int64(users.count), Int32(userFactors.columns),
                        products.baseAddress!)
                }
            }
            initialized = users.count
        }
    }

    /// Packs tiles of items and multiplies each with all groups of users.
    private static func multiply(
        _ groups: UnsafeBufferPointer<Float>, userCount: Int, _ itemFactors: Matrix, items: Range<Int>,
        into products: UnsafeMutableBufferPointer<Float>, by kernel: PanelScores
    ) {
        let width = itemFactors.columns
        withUnsafeTemporaryAllocation(of: Float.self, capacity: itemsPerTile * width) { panels in
            for first in stride(from: items.lowerBound, to: items.upperBound, by: itemsPerTile) {
                let tile = first..<min(first + itemsPerTile, items.upperBound)
                itemFactors.withUnsafeBufferPointer { elements in
                    mercer_pack_items(
                        elements.baseAddress!, tile.map(Int32.init), Int64(tile.count), Int32(width),
                        panels.baseAddress!)
                }
                var packed = mercer_item_panels(
                    factors: panels.baseAddress, biases: nil, factor_count: Int32(width))
                for user in stride(from: 0, to: userCount, by: ItemPanels.groupSize) {
                    kernel(
                        &packed, Int64(tile.count), groups.baseAddress! + user * width, nil,
                        Int32(min(ItemPanels.groupSize, userCount - user)),
                        products.baseAddress! + user * items.count + first - items.lowerBound, Int64(items.count))
                }
            }
        }
    }
}
