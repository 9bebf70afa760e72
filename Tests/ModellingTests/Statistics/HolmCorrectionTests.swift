import Modelling
import Testing

@Suite struct HolmCorrectionTests {
    /// statsmodels 0.15.0, `multipletests([0.04, 0.001, 0.03, 0.2, 0.01], method="holm")`.
    @Test func agreesWithTheReference() {
        let adjusted = HolmCorrection.adjusted([0.04, 0.001, 0.03, 0.2, 0.01])
        #expect(zip(adjusted, [0.09, 0.005, 0.09, 0.2, 0.04]).allSatisfy { abs($0 - $1) < 1e-15 })
    }

    @Test func neverAboveOneAndNeverBelowThePValue() {
        #expect(HolmCorrection.adjusted([0.6, 0.7]) == [1, 1])
        #expect(HolmCorrection.adjusted([0.3]) == [0.3])
        #expect(HolmCorrection.adjusted([]) == [])
    }

    @Test func equalPValuesStayEqual() {
        #expect(HolmCorrection.adjusted([0.01, 0.01]) == [0.02, 0.02])
    }
}
