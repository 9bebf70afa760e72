import LinearAlgebra

/// What draws users to items: 64 genres of items, popular ones in each, and three favourite genres for each user.
///
/// Tastes can be learnt from such data, so training converges as it does on a shop's.
struct SyntheticTastes: Sendable {
    static let genres = 64

    /// Items of a list with the running sum of their popularity, to draw one by binary search.
    private struct Shelf: Sendable {
        var items: [Int32] = []
        var sums: [Double] = []

        mutating func add(_ item: Int32, popularity: Double) {
            items.append(item)
            sums.append((sums.last ?? 0) + popularity)
        }

        func draw(_ random: inout RandomSource) -> Int {
            let target = random.uniform() * sums[sums.count - 1]
            var (low, high) = (0, sums.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] > target { high = middle } else { low = middle + 1 }
            }
            return Int(items[low])
        }
    }

    private let all: Shelf
    private let byGenre: [Shelf]

    /// Deals popularity ranks to items at random, and genres. An item's popularity is 1 / (1 + its rank).
    init(items: Int, seed: UInt64) {
        var random = RandomSource(seed: seed).split(stream: 1)
        let ranked = random.shuffled((0..<Int32(items)).map(\.self))
        var all = Shelf()
        var byGenre = [Shelf](repeating: Shelf(), count: Self.genres)
        for (rank, item) in ranked.enumerated() {
            let popularity = 1 / Double(1 + rank)
            all.add(item, popularity: popularity)
            byGenre[random.integer(below: Self.genres)].add(item, popularity: popularity)
        }
        self.all = all
        self.byGenre = byGenre.filter { !$0.items.isEmpty }
    }

    /// Marks `count` distinct items in `chosen`, which is clear: three of four from the user's favourite genres, the
    /// others by popularity alone.
    ///
    /// Who has taken most of a genre would draw the same items for ever: an item drawn again gives way to one of the whole
    /// catalogue, and that to the next free one.
    ///
    /// - Precondition: `count` is at most half of the items.
    func choose(_ count: Int, _ random: inout RandomSource, into chosen: inout ItemSet) {
        let favourites = (0..<3).map { _ in random.integer(below: byGenre.count) }
        for _ in 0..<count {
            var item: Int
            switch random.integer(below: 16) {
            case 0..<7: item = byGenre[favourites[0]].draw(&random)
            case 7..<10: item = byGenre[favourites[1]].draw(&random)
            case 10..<12: item = byGenre[favourites[2]].draw(&random)
            default: item = all.draw(&random)
            }
            if chosen.contains(item) { item = all.draw(&random) }
            while chosen.contains(item) { item = item + 1 < all.items.count ? item + 1 : 0 }
            chosen.insert(item)
        }
    }
}

/// Items as a bit each: refuses duplicates, and lists its members in ascending order.
struct ItemSet {
    private var words: [UInt64]

    init(items: Int) {
        words = [UInt64](repeating: 0, count: (items + 63) / 64)
    }

    func contains(_ item: Int) -> Bool { words[item / 64] >> UInt64(item % 64) & 1 == 1 }

    mutating func insert(_ item: Int) { words[item / 64] |= 1 << UInt64(item % 64) }

    /// Hands over the members, ascending, and leaves the set empty. O(items / 64 + members).
    mutating func drain(_ body: (Int32) -> Void) {
        for index in words.indices {
            var word = words[index]
            guard word != 0 else { continue }
            words[index] = 0
            while word != 0 {
                body(Int32(index * 64 + word.trailingZeroBitCount))
                word &= word - 1
            }
        }
    }
}
