/// Corrects p-values of several tests so that the chance of even one false alarm stays below the level asked for.
///
/// Step-down (Holm, "A Simple Sequentially Rejective Multiple Test Procedure", 1979): of m p-values sorted ascending, the
/// i-th becomes the largest of (m − j + 1) · p₍ⱼ₎ over j ≤ i, at most 1. It needs no independence of the tests, and is never
/// weaker than Bonferroni's m · p. O(m log m).
package enum HolmCorrection {
    /// The adjusted p-values, in the order given.
    package static func adjusted(_ pValues: [Double]) -> [Double] {
        var adjusted = pValues
        var largest = 0.0
        for (place, index) in pValues.indices.sorted(by: { (pValues[$0], $0) < (pValues[$1], $1) }).enumerated() {
            largest = max(largest, min(1, Double(pValues.count - place) * pValues[index]))
            adjusted[index] = largest
        }
        return adjusted
    }
}
