import Foundation
import LinearAlgebra
import Testing

/// The definition: one rounding a link where the processor can, two where it can't.
private func slowProducts(_ x: ArraySlice<Float>, _ y: ArraySlice<Float>) -> (fused: Float, rounded: Float) {
    var fused: Float = 0
    var rounded: Float = 0
    for (a, b) in zip(x, y) {
        fused.addProduct(a, b)
        rounded += a * b
    }
    return (fused, rounded)
}

private func random(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var source = RandomSource(seed: seed)
    return Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { _ in Float(source.integer(below: 20_001)) / 10_000 - 1 })
}

@Suite struct FactorScoresTests {
    @Test(arguments: [(1, 1, 1), (12, 32, 3), (13, 33, 16), (25, 300, 64), (2, 129, 513), (7, 31, 2)])
    func aProductIsTheChainOfItsFactors(users: Int, items: Int, factors: Int) {
        let x = random(rows: users, columns: factors, seed: 1)
        let y = random(rows: items + 5, columns: factors, seed: 2)
        let rows = (0..<Int32(users)).reversed().map(\.self)
        let slow = rows.flatMap { user in (5..<items + 5).map { slowProducts(x.row(Int(user)), y.row($0)) } }
        for build in KernelBuild.runnable {
            // A little more memory than needed, which stays as it is.
            var block = [Float](repeating: .nan, count: users * items + 1)
            rows.withUnsafeBufferPointer { rows in
                block.withUnsafeMutableBufferPointer {
                    FactorScores.products(
                        x, users: rows, y, items: 5..<items + 5, into: $0, by: build.functions.score_panels)
                }
            }
            #expect(block[users * items].isNaN)
            let fast = Array(block.dropLast())
            #expect(fast == slow.map(\.fused) || fast == slow.map(\.rounded), "\(build)")
            let pairs = FactorScores.products(
                x, users: rows.flatMap { [Int32](repeating: $0, count: items) },
                y, items: rows.flatMap { _ in (5..<Int32(items + 5)).map(\.self) }, by: build.functions.dot_pairs)
            #expect(pairs == fast, "\(build)")
        }
    }

    @Test func nobodyAndNothingHaveNoProducts() {
        let x = random(rows: 2, columns: 4, seed: 3)
        let y = random(rows: 3, columns: 4, seed: 4)
        var nothing: [Float] = [7]
        nothing.withUnsafeMutableBufferPointer { block in
            [Int32]().withUnsafeBufferPointer { FactorScores.products(x, users: $0, y, items: 0..<3, into: block) }
            [Int32(1)].withUnsafeBufferPointer { FactorScores.products(x, users: $0, y, items: 2..<2, into: block) }
        }
        #expect(nothing == [7])
        #expect(FactorScores.products(x, users: [], y, items: []).isEmpty)
    }

    /// Survivors are all items at or above the threshold that aren't left out, whatever panel and place they have.
    @Test(arguments: [1, 31, 32, 33, 200], KernelBuild.runnable)
    func survivorsAreWhatReachesTheThreshold(items: Int, build: KernelBuild) {
        let x = random(rows: 12, columns: 6, seed: 5)
        let y = random(rows: items, columns: 6, seed: 6)
        let bias = (0..<items).map { Float($0 % 3) }
        let order = (0..<Int32(items)).reversed().map(\.self)
        let panels = ItemPanels(factors: y, biases: bias, order: order)
        let block = SurvivorBlock(userCount: 12, itemCount: items, capacity: panels.panelCount * ItemPanels.width)
        var group = [Float](repeating: 0, count: 6 * ItemPanels.groupSize)
        // The fourth place is empty.
        let members = (0..<Int32(12)).map { $0 == 3 ? -1 : $0 }
        members.withUnsafeBufferPointer { members in
            group.withUnsafeMutableBufferPointer { FactorScores.pack(x, rows: members, into: $0) }
            for user in 0..<12 {
                block.reset(user, offset: 0.5)
                block.thresholds[user] = 1.25
                for position in stride(from: user, to: items, by: 5) { block.exclude(position, for: user) }
            }
            group.withUnsafeBufferPointer {
                panels.appendSurvivors(
                    of: 0..<panels.panelCount, group: $0, members: members, to: block,
                    by: build.functions.rank_survivors)
            }
        }
        for user in 0..<12 {
            let found = block.survivors(of: user).map { Int(~UInt32(truncatingIfNeeded: $0)) }
            let products = FactorScores.products(
                x, users: [Int32](repeating: Int32(user), count: items), y, items: order,
                by: build.functions.dot_pairs)
            let expected = order.indices.filter { position in
                user != 3 && (position < user || (position - user) % 5 != 0)
            }.filter { products[$0] + (0.5 + bias[Int(order[$0])]) >= 1.25 }.map { Int(order[$0]) }
            #expect(found.sorted() == expected.sorted(), "user \(user)")
        }
    }
}
