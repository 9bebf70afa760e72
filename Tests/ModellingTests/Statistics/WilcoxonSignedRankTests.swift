import Foundation
import Modelling
import Testing

/// References computed with scipy 1.17.1 by the calls stated.
@Suite struct WilcoxonSignedRankTests {
    /// Darwin's maize, the example of scipy's documentation: `wilcoxon(d, method="exact")`.
    private let maize: [Double] = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]

    @Test func exactAgreesWithTheReference() throws {
        let test = try #require(WilcoxonSignedRank(maize))
        #expect(test.isExact && test.negativeRankSum == 24 && test.positiveRankSum == 96)
        #expect(abs(test.pValue - 0.041259765625) < 1e-15)
    }

    @Test func allPositiveIsTheRarestPattern() throws {
        // Of the 2⁵ patterns of signs, two are as extreme.
        #expect(WilcoxonSignedRank([1, 2, 3, 4, 5])?.pValue == 2.0 / 32)
        #expect(WilcoxonSignedRank([-7])?.pValue == 1)
    }

    /// Ranks 5.5 (four ones), 8.5 … after three zeros; every pattern of the nine signs counted one by one.
    @Test func exactWithTiesAndZerosByEnumeration() throws {
        let differences: [Double] = [0, 0, 1, 1, -1, 2, 2, -3, 4, 0, 5, -2]
        let test = try #require(WilcoxonSignedRank(differences))
        #expect(test.zeroCount == 3 && test.positiveRankSum == 49 && test.negativeRankSum == 23)
        #expect(abs(test.pValue - 0.3359375) < 1e-15)
    }

    /// `wilcoxon([((i * 37) % 11 - 4) / 2 for i in range(60)], zero_method="pratt", correction=False, method="approx")`
    @Test func normalWithTiesAndZerosAgreesWithTheReference() throws {
        let test = try #require(WilcoxonSignedRank((0..<60).map { Double(($0 * 37) % 11 - 4) / 2 }))
        #expect(!test.isExact && test.zeroCount == 6)
        #expect(test.positiveRankSum == 1171.5 && test.negativeRankSum == 637.5)
        #expect(abs(test.pValue - 0.04849557171931467) < 1e-12)
    }

    /// `wilcoxon([((i * 7919) % 101 - 50) / 7 for i in range(40)], zero_method="pratt", correction=False, method="approx")`
    @Test func normalWithoutTiesAgreesWithTheReference() throws {
        let test = try #require(WilcoxonSignedRank((0..<40).map { Double(($0 * 7919) % 101 - 50) / 7 }))
        #expect(test.zeroCount == 1 && abs(test.pValue - 0.9196852323498257) < 1e-12)
    }

    @Test func turningTheSignsTurnsTheSums() throws {
        let test = try #require(WilcoxonSignedRank(maize))
        let turned = try #require(WilcoxonSignedRank(maize.map { -$0 }))
        #expect(turned.pValue == test.pValue && turned.positiveRankSum == test.negativeRankSum)
    }

    @Test func nothingButZerosSaysNothing() {
        #expect(WilcoxonSignedRank([0, 0, 0]) == nil)
        #expect(WilcoxonSignedRank([]) == nil)
    }
}
