/// How many members have how much: interactions per user, per item.
public struct Distribution: Sendable, Equatable {
    /// A bin `lower ... upper` and the members in it.
    public struct Bin: Sendable, Equatable {
        public let lower: Int
        public let upper: Int
        public let members: Int

        public init(lower: Int, upper: Int, members: Int) {
            self.lower = lower
            self.upper = upper
            self.members = members
        }
    }

    /// `interactions per user`
    public let title: String
    /// `users`
    public let members: String
    /// Ascending bins that grow by a constant factor: straight lines on log axes.
    public let bins: [Bin]

    public init(title: String, members: String, bins: [Bin]) {
        self.title = title
        self.members = members
        self.bins = bins
    }

    /// Bins `values` (zeros left out) into bins that each span a factor of √2, at least one
    /// whole number wide. O(values).
    public init(title: String, members: String, values: some Sequence<Int>) {
        var edges = [1]
        var next = 1.0
        while edges.last! < 1 << 40 {
            next *= 2.0.squareRoot()
            if Int(next.rounded(.up)) > edges.last! { edges.append(Int(next.rounded(.up))) }
        }
        var counts = [Int](repeating: 0, count: edges.count)
        for value in values where value > 0 {
            var low = 0
            var high = edges.count
            while high - low > 1 {
                let middle = (low + high) / 2
                if edges[middle] <= value { low = middle } else { high = middle }
            }
            counts[low] += 1
        }
        let last = counts.lastIndex { $0 > 0 } ?? -1
        self.init(
            title: title, members: members,
            bins: (0...max(last, 0)).prefix(last + 1).map { index in
                Bin(lower: edges[index], upper: edges[index + 1] - 1, members: counts[index])
            })
    }
}
