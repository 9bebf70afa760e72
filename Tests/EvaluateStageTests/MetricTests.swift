import EvaluateStage
import Foundation
import LinearAlgebra
import Modelling
import Pipeline
import Testing

/// The value of a ranking metric for one user.
private func value(
    _ type: any MetricComponent.Type, _ cutoff: Int?, ranks: [Int], relevant: Int, candidates: Int = 100
) -> Double? {
    guard case .ranking(_, let value) = type.init(cutoff: cutoff).measure else { return nil }
    return value(RankedUser(ranks: ranks[...], relevantCount: relevant, candidateCount: candidates))
}

@Suite struct MetricTests {
    @Test func ndcgDividesByTheBestListOfTheSameLength() {
        // Hits at 1 and 3 gain 1 + 1/2; three hits at best gain 1 + 1/log₂3 + 1/2.
        #expect(isClose(value(NDCG.self, 3, ranks: [1, 3], relevant: 5), 1.5 / (1.5 + 1 / log2(3))))
        #expect(isClose(value(NDCG.self, 10, ranks: [2], relevant: 1), 0.630_929_753_571_457_5))
        #expect(value(NDCG.self, 10, ranks: [1, 2], relevant: 2) == 1)
        #expect(value(NDCG.self, 2, ranks: [1, 2], relevant: 9) == 1)
        #expect(value(NDCG.self, 10, ranks: [], relevant: 2) == 0)
    }

    @Test func shares() {
        #expect(value(Precision.self, 4, ranks: [1, 3], relevant: 5) == 0.5)
        #expect(value(Recall.self, 4, ranks: [1, 3], relevant: 5) == 0.4)
        #expect(value(RecallCapped.self, 4, ranks: [1, 3], relevant: 5) == 0.5)
        #expect(value(RecallCapped.self, 4, ranks: [1, 3], relevant: 2) == 1)
        #expect(value(HitRate.self, 4, ranks: [3], relevant: 5) == 1)
        #expect(value(HitRate.self, 4, ranks: [], relevant: 5) == 0)
    }

    @Test func meanAveragePrecision() {
        // Precision 1/1 at the first hit and 2/3 at the second, of at most three hits.
        #expect(isClose(value(MeanAveragePrecision.self, 3, ranks: [1, 3], relevant: 5), 5.0 / 9))
        #expect(value(MeanAveragePrecision.self, 3, ranks: [2], relevant: 1) == 0.5)
        #expect(value(MeanAveragePrecision.self, 5, ranks: [1, 2], relevant: 2) == 1)
    }

    @Test func reciprocalRankLooksAtTheFirstHitOnly() {
        #expect(value(MeanReciprocalRank.self, nil, ranks: [4, 5], relevant: 2) == 0.25)
    }

    @Test func areaUnderCurve() {
        // Of five candidates, test items at 1 and 4: the first stands above three others, the second above one; six pairs.
        #expect(isClose(value(AreaUnderCurve.self, nil, ranks: [1, 4], relevant: 2, candidates: 5), 4.0 / 6))
        #expect(value(AreaUnderCurve.self, nil, ranks: [1, 2], relevant: 2, candidates: 5) == 1)
        #expect(value(AreaUnderCurve.self, nil, ranks: [4, 5], relevant: 2, candidates: 5) == 0)
        #expect(value(AreaUnderCurve.self, nil, ranks: [1, 2], relevant: 2, candidates: 2) == 0.5)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func areaUnderCurveIsTheShareOfOrderedPairs(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let isTest = (0..<30).map { _ in random.integer(below: 4) == 0 }
        guard isTest.contains(true), isTest.contains(false) else { return }
        var ordered = 0
        var pairs = 0
        for test in isTest.indices where isTest[test] {
            for other in isTest.indices where !isTest[other] {
                pairs += 1
                ordered += test < other ? 1 : 0
            }
        }
        let ranks = isTest.indices.filter { isTest[$0] }.map { $0 + 1 }
        let found = value(AreaUnderCurve.self, nil, ranks: ranks, relevant: ranks.count, candidates: 30)
        #expect(isClose(found, Double(ordered) / Double(pairs)), "seed \(seed)")
    }

    @Test func listsAgainstTheCatalogue() {
        let catalogue = RecommendationCatalogue(itemCount: 4, isHead: [true, false, false, true])
        guard case .list(let depth, let share) = PopularityShare(cutoff: 4).measure else { return #expect(Bool(false)) }
        #expect(depth == 4)
        #expect(share([0, 1, 3, 2], catalogue) == 0.5)
        // Places left empty are not popular.
        #expect(share([0], catalogue) == 0.25)
        guard case .catalogue(_, let covered) = Coverage(cutoff: 10).measure else { return #expect(Bool(false)) }
        #expect(covered(3, catalogue) == 0.75)
    }

    @Test func errorsOfRatings() {
        let errors = [1.0, -2, 2, 0]
        for (type, expected) in [
            (RootMeanSquaredError.self as any MetricComponent.Type, 1.5), (MeanAbsoluteError.self, 1.25),
        ] {
            let metric = type.init(cutoff: nil)
            guard case .rating(let term, let finish) = metric.measure else { return #expect(Bool(false)) }
            #expect(finish(errors.reduce(0) { $0 + term($1) }, errors.count) == expected)
            #expect(!metric.higherIsBetter)
        }
    }

    @Test func labelsAndDefinitions() {
        for type in allMetrics {
            let metric = type.init(cutoff: type.takesCutoff ? 10 : nil)
            #expect(metric.label == (type.takesCutoff ? "\(type.name)@10" : type.name))
            #expect(type.definition.hasSuffix("."))
        }
        #expect(Set(allMetrics.map { $0.name }).count == 12)
    }
}
