import Foundation

/// How alike two ranked lists of items are.
package enum ListOverlap {
    /// Shared items over items of either list, order aside (Jaccard 1901); 1 for two empty lists. O(n).
    package static func jaccard(_ first: some Sequence<String>, _ second: some Sequence<String>) -> Double {
        let (first, second) = (Set(first), Set(second))
        let union = first.union(second).count
        return union == 0 ? 1 : Double(first.intersection(second).count) / Double(union)
    }

    /// Rank-biased overlap, extrapolated: 1 for equal lists, 0 for lists that share nothing.
    ///
    /// A reader goes on to the next rank with probability p; the overlap is what share of what was read is in both lists,
    /// expected over readers (Webber, Moffat and Zobel, "A Similarity Measure for Indefinite Rankings", 2010, equation 32).
    /// With X_d the items shared by the top d of both, s ≤ l the lists' lengths:
    ///
    ///     RBO = (1 − p)/p · ( Σ_{d=1…l} X_d/d · p^d  +  Σ_{d=s+1…l} X_s(d − s)/(s·d) · p^d )
    ///           + ( (X_l − X_s)/l + X_s/s ) · p^l
    ///
    /// At p = 0.9, the first ten ranks carry 86 % of the weight. Two empty lists are equal; an empty and another share
    /// nothing. O(l).
    ///
    /// - Precondition: each list's items are distinct, and 0 < p < 1.
    package static func rankBiased(_ first: [String], _ second: [String], persistence p: Double = 0.9) -> Double {
        precondition(p > 0 && p < 1, "a persistence lies between 0 and 1")
        // The sum would be a last bit short of 1.
        guard first != second else { return 1 }
        let (short, long) = first.count <= second.count ? (first, second) : (second, first)
        guard !short.isEmpty else { return long.isEmpty ? 1 : 0 }
        let shared = sharedCounts(short, long)
        let (sharedByShort, sharedByLong) = (Double(shared[short.count - 1]), Double(shared[long.count - 1]))
        let (s, l) = (Double(short.count), Double(long.count))
        var sum = 0.0
        for depth in 1...long.count {
            let d = Double(depth)
            sum += Double(shared[depth - 1]) / d * pow(p, d)
            if depth > short.count { sum += sharedByShort * (d - s) / (s * d) * pow(p, d) }
        }
        return (1 - p) / p * sum + ((sharedByLong - sharedByShort) / l + sharedByShort / s) * pow(p, l)
    }

    /// X_1 … X_l; past its end, the shorter list holds what it holds.
    private static func sharedCounts(_ short: [String], _ long: [String]) -> [Int] {
        var seen: Set<String> = []
        var shared = 0
        return long.indices.map { place in
            if !seen.insert(long[place]).inserted { shared += 1 }
            if place < short.count, !seen.insert(short[place]).inserted { shared += 1 }
            return shared
        }
    }
}
