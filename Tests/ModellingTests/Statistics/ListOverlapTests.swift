import Foundation
import Modelling
import Testing

@Suite struct ListOverlapTests {
    private func list(_ letters: String) -> [String] { letters.map(String.init) }

    @Test func jaccardByHand() {
        #expect(ListOverlap.jaccard(list("abc"), list("bcd")) == 0.5)
        #expect(ListOverlap.jaccard(list("ab"), list("ba")) == 1)
        #expect(ListOverlap.jaccard(list(""), list("")) == 1)
        #expect(ListOverlap.jaccard(list(""), list("a")) == 0)
    }

    /// The PyPI package rbo 0.1.3: `RankingSimilarity(S, T).rbo_ext(p=0.9)`, lists of unequal and of equal length.
    @Test func rankBiasedOverlapAgreesWithTheReference() {
        let unequal = ListOverlap.rankBiased(list("abcdefg"), list("bacxyegzwq"))
        #expect(abs(unequal - 0.6840077142857144) < 1e-12)
        #expect(abs(ListOverlap.rankBiased(list("bacxyegzwq"), list("abcdefg")) - unequal) < 1e-15)
        #expect(abs(ListOverlap.rankBiased(list("abcde"), list("badfe")) - 0.723555) < 1e-12)
    }

    @Test func equalListsAreOneAndDistinctOnesNone() {
        #expect(ListOverlap.rankBiased(list("abcdef"), list("abcdef")) == 1)
        #expect(ListOverlap.rankBiased(list("abc"), list("xyz")) == 0)
        #expect(ListOverlap.rankBiased([], []) == 1)
        #expect(ListOverlap.rankBiased(list("a"), []) == 0)
    }

    /// X = 0, 2: (1 − p)/p · (2/2)p² + (2/2)p² at p = ½ is ¼ + ¼.
    @Test func aSwapAtTheTopByHand() {
        #expect(abs(ListOverlap.rankBiased(list("ab"), list("ba"), persistence: 0.5) - 0.5) < 1e-15)
    }
}
