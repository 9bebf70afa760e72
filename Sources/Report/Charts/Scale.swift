import Foundation

/// Where values of a domain lie along an axis, as a share of its length.
package struct Scale: Sendable, Equatable {
    package enum Kind: Sendable {
        case linear
        /// Equal factors are equal distances; the domain lies above zero.
        case logarithmic
    }

    package let kind: Kind
    package let domain: ClosedRange<Double>

    /// - Precondition: the domain has a width, and lies above zero on a logarithmic scale.
    package init(_ kind: Kind, domain: ClosedRange<Double>) {
        precondition(domain.lowerBound < domain.upperBound, "a scale's domain has a width")
        precondition(kind == .linear || domain.lowerBound > 0, "a logarithmic domain lies above zero")
        self.kind = kind
        self.domain = domain
    }

    /// 0 at the domain's lower end, 1 at its upper end: (v − a)/(b − a), or the same of the logarithms. Values outside
    /// the domain are held at its ends.
    package func fraction(of value: Double) -> Double {
        let held = min(max(value, domain.lowerBound), domain.upperBound)
        switch kind {
        case .linear:
            return (held - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
        case .logarithmic:
            return log(held / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
        }
    }
}
