import Foundation

/// The signed-rank test: do paired differences lie as much above zero as below it?
///
/// The absolute differences are ranked, ties sharing the mean of their ranks; W⁺ and W⁻ are the sums of the ranks of the
/// positive and of the negative differences (Wilcoxon, "Individual Comparisons by Ranking Methods", 1945). Zeros are ranked
/// with the others and then left out (Pratt, "Remarks on Zeros and Ties in the Wilcoxon Signed Rank Procedures", 1959): most
/// users get the same value from two models, and leaving them out before would make small changes look alike.
///
/// Up to `mostExact` differences the p-value is exact: every pattern of signs is equally likely, whatever the ties. Beyond,
/// W⁺ is taken as normal with, over n differences of which z are zero and with t differences in each tied group,
///
///     mean = (n(n + 1) − z(z + 1)) / 4
///     variance = (n(n + 1)(2n + 1) − z(z + 1)(2z + 1) − Σ (t³ − t) / 2) / 24
///
/// without a correction for continuity. O(n log n).
package struct WilcoxonSignedRank: Sendable, Equatable {
    package static let mostExact = 25

    /// W⁺ and W⁻.
    package let positiveRankSum: Double
    package let negativeRankSum: Double
    package let zeroCount: Int
    /// Two-sided: the probability of rank sums at least as far apart, were the signs a matter of chance.
    package let pValue: Double
    package let isExact: Bool

    /// - Parameter differences: finite.
    /// - Returns: nil where every difference is zero, or there is none: nothing speaks for either side.
    package init?(_ differences: [Double]) {
        let ranked = SignedRanks(differences)
        guard ranked.zeroCount < differences.count else { return nil }
        positiveRankSum = ranked.positive.reduce(0, +)
        negativeRankSum = ranked.negative.reduce(0, +)
        zeroCount = ranked.zeroCount
        isExact = differences.count - ranked.zeroCount <= Self.mostExact
        pValue =
            isExact
            ? Self.exactPValue(ranks: ranked.positive + ranked.negative, smaller: min(positiveRankSum, negativeRankSum))
            : Self.normalPValue(ranked, positive: positiveRankSum)
    }

    private static func normalPValue(_ ranked: SignedRanks, positive: Double) -> Double {
        let (count, zeros) = (Double(ranked.count), Double(ranked.zeroCount))
        let mean = (count * (count + 1) - zeros * (zeros + 1)) / 4
        let variance =
            (count * (count + 1) * (2 * count + 1) - zeros * (zeros + 1) * (2 * zeros + 1) - ranked.tieTerm / 2) / 24
        let distance = abs(positive - mean) / variance.squareRoot()
        return erfc(distance / 2.0.squareRoot())
    }

    /// The share of the sign patterns whose smaller rank sum is at most `smaller`, by counting the subsets of the doubled
    /// ranks (whole numbers, since tied ranks are halves) that reach each sum.
    private static func exactPValue(ranks: [Double], smaller: Double) -> Double {
        let doubled = ranks.map { Int(($0 * 2).rounded()) }
        var ways = [Double](repeating: 0, count: doubled.reduce(0, +) + 1)
        ways[0] = 1
        for rank in doubled {
            for sum in stride(from: ways.count - 1, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
        }
        let tail = ways[...Int((smaller * 2).rounded())].reduce(0, +)
        return min(1, 2 * tail / exp2(Double(doubled.count)))
    }
}

/// Ranks of absolute differences, taken apart by sign.
private struct SignedRanks {
    let count: Int
    let zeroCount: Int
    private(set) var positive: [Double] = []
    private(set) var negative: [Double] = []
    /// Σ (t³ − t) over the groups of t tied differences other than zero.
    private(set) var tieTerm = 0.0

    init(_ differences: [Double]) {
        precondition(differences.allSatisfy(\.isFinite), "differences are finite")
        let sorted = differences.sorted { abs($0) < abs($1) }
        count = sorted.count
        zeroCount = sorted.prefix { $0 == 0 }.count
        var start = zeroCount
        while start < sorted.count {
            var end = start
            while end < sorted.count, abs(sorted[end]) == abs(sorted[start]) { end += 1 }
            // Ranks count from 1; the members of the group share the mean of start + 1 … end.
            let rank = Double(start + 1 + end) / 2
            let ties = Double(end - start)
            tieTerm += ties * ties * ties - ties
            for place in start..<end {
                if sorted[place] > 0 { positive.append(rank) } else { negative.append(rank) }
            }
            start = end
        }
    }
}
