import LinearAlgebra

/// Makes the lists of one block of users after another from an item index: the memory a worker keeps for it, and the loop
/// over runs of panels.
///
/// Users go through the index together in groups, and leave when nothing can enter their list any more. Runs double in length:
/// short ones raise the thresholds early, long ones let a group's factors stay in the cache.
final class IndexedBlockRanker {
    /// The longest run: 512 items, 128 KiB of factors at 64.
    private static let panelsPerRun = 16

    private let index: ItemIndex
    private let excluding: SparseMatrix?
    private let depth: Int
    private let block: SurvivorBlock
    private var norms: [Double]
    /// Which user of the block each place of the groups is, twelve by twelve; −1 for none.
    private var slots: [Int32] = []
    /// The packed factors of the groups.
    private let factors: UnsafeMutableBufferPointer<Float>
    private var groupLength: Int { max(index.panels.factorCount, 1) * ItemPanels.groupSize }

    /// - Parameter depth: length of the lists, from 1 on, at most the number of items.
    init(_ index: ItemIndex, excluding: SparseMatrix?, depth: Int) {
        precondition(depth > 0, "lists have a length")
        self.index = index
        self.excluding = excluding
        self.depth = depth
        let longest = max(Self.panelsPerRun, Self.firstRun(depth: depth))
        block = SurvivorBlock(
            userCount: Ranker.usersPerBlock, itemCount: index.itemCount, capacity: depth + longest * ItemPanels.width)
        norms = [Double](repeating: 0, count: Ranker.usersPerBlock)
        let groupCount = (Ranker.usersPerBlock + ItemPanels.groupSize - 1) / ItemPanels.groupSize
        factors = .allocate(
            capacity: groupCount * max(index.panels.factorCount, 1) * ItemPanels.groupSize)
        factors.initialize(repeating: 0)
    }

    deinit { factors.deallocate() }

    /// The lists of the users, which are user rows of the model.
    func lists(of users: ArraySlice<Int32>) -> TopItems {
        for (row, user) in users.enumerated() { begin(row, user: Int(user)) }
        fillGroups(with: (0..<Int32(users.count)).map(\.self), users)
        var panel = 0
        var run = Self.firstRun(depth: depth)
        while panel < index.panels.panelCount {
            dismiss(at: panel, users)
            guard !slots.isEmpty else { break }
            let panels = panel..<min(panel + run, index.panels.panelCount)
            for first in stride(from: 0, to: slots.count, by: ItemPanels.groupSize) { score(panels, groupAt: first) }
            for row in slots where row >= 0 { keepBest(Int(row)) }
            panel = panels.upperBound
            run = min(2 * run, max(Self.panelsPerRun, run))
        }
        return TopItems(userCount: users.count, depth: depth) { row, append in
            let keys = block.survivors(of: row)
            RankKeySelection.sortDescending(keys)
            for key in keys { append(key) }
        }
    }

    /// Enough panels to fill a list at once even when some items are left out.
    private static func firstRun(depth: Int) -> Int {
        max(2, (2 * depth + ItemPanels.width - 1) / ItemPanels.width)
    }

    private func begin(_ row: Int, user: Int) {
        block.reset(row, offset: index.model.userOffset(user))
        norms[row] = index.userNorm(user)
        guard let excluding else { return }
        excluding.indices.withUnsafeBufferPointer { items in
            index.positions.withUnsafeBufferPointer { positions in
                for entry in excluding.range(ofRow: user) {
                    let position = positions[Int(items[entry])]
                    if position >= 0 { block.exclude(Int(position), for: row) }
                }
            }
        }
    }

    /// Sends users away whose lists are final, and closes the ranks when enough have left to save a group.
    private func dismiss(at panel: Int, _ users: ArraySlice<Int32>) {
        var remaining = 0
        for (place, row) in slots.enumerated() where row >= 0 {
            let row = Int(row)
            let isFinal = index.isOutOfReach(
                block.thresholds[row], from: panel, userNorm: norms[row], offset: Double(block.offsets[row]))
            if isFinal { slots[place] = -1 } else { remaining += 1 }
        }
        let groups = slots.count / ItemPanels.groupSize
        let needed = (remaining + ItemPanels.groupSize - 1) / ItemPanels.groupSize
        if needed < groups, groups - needed >= groups / 8 { fillGroups(with: slots.filter { $0 >= 0 }, users) }
    }

    /// Packs the factors of the block's users `rows` into groups.
    private func fillGroups(with rows: [Int32], _ users: ArraySlice<Int32>) {
        let groups = (rows.count + ItemPanels.groupSize - 1) / ItemPanels.groupSize
        slots = rows + repeatElement(-1, count: groups * ItemPanels.groupSize - rows.count)
        guard let userFactors = index.model.factors?.users else { return }
        let userRows = slots.map { $0 < 0 ? -1 : users[users.startIndex + Int($0)] }
        userRows.withUnsafeBufferPointer { userRows in
            for group in 0..<groups {
                let members = group * ItemPanels.groupSize..<(group + 1) * ItemPanels.groupSize
                FactorScores.pack(
                    userFactors, rows: UnsafeBufferPointer(rebasing: userRows[members]),
                    into: UnsafeMutableBufferPointer(
                        rebasing: factors[group * groupLength..<(group + 1) * groupLength]))
            }
        }
    }

    private func score(_ panels: Range<Int>, groupAt first: Int) {
        let start = first / ItemPanels.groupSize * groupLength
        slots.withUnsafeBufferPointer { slots in
            index.panels.appendSurvivors(
                of: panels, group: UnsafeBufferPointer(rebasing: factors[start..<start + groupLength]),
                members: UnsafeBufferPointer(rebasing: slots[first..<first + ItemPanels.groupSize]), to: block)
        }
    }

    /// Shortens a user's survivors to the best; the worst of them is what later items must reach.
    private func keepBest(_ row: Int) {
        let keys = block.survivors(of: row)
        guard keys.count > depth else { return }
        RankKeySelection.moveBestToFront(keys, depth: depth)
        block.counts[row] = Int32(depth)
        let kept = UnsafeMutableBufferPointer(rebasing: keys[..<depth])
        block.thresholds[row] = RankKey.score(of: RankKeySelection.least(of: kept))
    }
}
