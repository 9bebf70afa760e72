import Foundation

/// Round numbers to label an axis with.
package enum Ticks {
    /// The smallest of 1, 2 and 5 times a power of ten that cuts `span` into at most `count` pieces.
    package static func step(span: Double, count: Int) -> Double {
        let raw = span / Double(max(count, 1))
        let magnitude = pow(10, log10(raw).rounded(.down))
        // The tolerance keeps a span that is itself round from being pushed to the next step by its last bit.
        let factor = [1.0, 2, 5].first { raw / magnitude <= $0 * (1 + 1e-9) } ?? 10
        return factor * magnitude
    }

    /// Multiples of `step` inside the domain, ascending.
    package static func multiples(of step: Double, in domain: ClosedRange<Double>) -> [Double] {
        let first = (domain.lowerBound / step - 1e-6).rounded(.up)
        let last = (domain.upperBound / step + 1e-6).rounded(.down)
        guard first <= last, last - first < 1000 else { return [] }
        // Dividing by a whole number gives the closest double, where multiplying by 0.1 wouldn't.
        let divisor = step < 1 ? (1 / step).rounded() : nil
        return stride(from: first, through: last, by: 1).map { multiple in
            divisor.map { multiple / $0 } ?? multiple * step
        }
    }

    /// Powers of ten inside the domain; with their 2- and 5-fold where that makes at most `count`, thinned where the
    /// powers alone are more.
    package static func logarithmic(in domain: ClosedRange<Double>, count: Int) -> [Double] {
        let exponents = Int(log10(domain.lowerBound).rounded(.down))...Int(log10(domain.upperBound).rounded(.up))
        func inside(_ factors: [Double]) -> [Double] {
            let widened = domain.lowerBound * (1 - 1e-9)...domain.upperBound * (1 + 1e-9)
            let candidates = exponents.flatMap { exponent -> [Double] in
                let power = pow(10, Double(exponent))
                return factors.map { $0 * power }
            }
            return candidates.filter(widened.contains)
        }
        let subdivided = inside([1, 2, 5])
        if subdivided.count <= count { return subdivided }
        let decades = inside([1])
        let stepsBetween = (decades.count + count - 1) / max(count, 1)
        return decades.enumerated().filter { $0.offset % stepsBetween == 0 }.map(\.element)
    }
}
