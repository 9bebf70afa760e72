import CLinearAlgebra

/// What ranking keeps of a block of users while it works through the items; memory of one thread.
///
/// A user's survivors are the items whose scores reached the user's threshold, as rank keys: the score in the upper half, as
/// an integer that orders as scores do, the complement of the item row in the lower. The greater key ranks first.
package final class SurvivorBlock {
    package let panelCount: Int
    /// Survivors there is room for, per user.
    package let capacity: Int
    /// What is added to an item's bias.
    package let offsets: UnsafeMutableBufferPointer<Float>
    /// What a score must reach; nothing reaches it that is NaN or −∞.
    package let thresholds: UnsafeMutableBufferPointer<Float>
    /// Survivors of each user.
    package let counts: UnsafeMutableBufferPointer<Int32>
    private let keys: UnsafeMutableBufferPointer<UInt64>
    /// A word per panel, user after user; the bits of items that are left out.
    private let excluded: UnsafeMutableBufferPointer<UInt32>
    private let paddingMask: UInt32

    package init(userCount: Int, itemCount: Int, capacity: Int) {
        panelCount = (itemCount + ItemPanels.width - 1) / ItemPanels.width
        self.capacity = capacity
        offsets = Self.allocate(userCount, 0)
        thresholds = Self.allocate(userCount, 0)
        counts = Self.allocate(userCount, 0)
        keys = Self.allocate(userCount * capacity, 0)
        excluded = Self.allocate(userCount * panelCount, 0)
        let used = itemCount % ItemPanels.width
        paddingMask = used == 0 ? 0 : ~0 << UInt32(used)
    }

    deinit {
        offsets.deallocate()
        thresholds.deallocate()
        counts.deallocate()
        keys.deallocate()
        excluded.deallocate()
    }

    /// Begins a user's ranking: nothing has survived, nothing is left out, every number reaches the threshold.
    package func reset(_ user: Int, offset: Float) {
        offsets[user] = offset
        thresholds[user] = -.greatestFiniteMagnitude
        counts[user] = 0
        guard panelCount > 0 else { return }
        let words = UnsafeMutableBufferPointer(rebasing: excluded[user * panelCount..<(user + 1) * panelCount])
        words.update(repeating: 0)
        words[panelCount - 1] = paddingMask
    }

    /// Leaves the item at a position of the panels out of a user's ranking.
    @inline(__always)
    package func exclude(_ position: Int, for user: Int) {
        excluded[user * panelCount + position / ItemPanels.width] |= 1 << UInt32(position % ItemPanels.width)
    }

    /// The survivors of a user, in no order.
    package func survivors(of user: Int) -> UnsafeMutableBufferPointer<UInt64> {
        UnsafeMutableBufferPointer(rebasing: keys[user * capacity..<user * capacity + Int(counts[user])])
    }

    func withUnsafeBlock(_ body: (UnsafePointer<mercer_rank_block>) -> Void) {
        let block = mercer_rank_block(
            offsets: offsets.baseAddress, thresholds: thresholds.baseAddress, excluded: excluded.baseAddress,
            excluded_stride: Int64(panelCount), survivors: keys.baseAddress, survivor_stride: Int64(capacity),
            survivor_counts: counts.baseAddress)
        withUnsafePointer(to: block, body)
    }

    private static func allocate<Element>(_ count: Int, _ value: Element) -> UnsafeMutableBufferPointer<Element> {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: count)
        memory.initialize(repeating: value)
        return memory
    }
}
