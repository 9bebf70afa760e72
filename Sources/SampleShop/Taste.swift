import LinearAlgebra

/// A point in the latent space where tastes and items meet: the closer, the better liked.
///
/// Sixteen dimensions: twelve along which the categories spread and four that run across them.
typealias Taste = SIMD16<Float>

extension SIMD16<Float> {
    /// A draw from the standard normal distribution in each dimension, scaled so that the expected length is about 1.
    static func random(_ random: inout RandomSource) -> Self {
        var taste = Self()
        for dimension in 0..<Self.scalarCount { taste[dimension] = Float(random.gaussian()) }
        return taste / Float(Self.scalarCount).squareRoot()
    }

    func dot(_ other: Self) -> Float {
        (self * other).sum()
    }

    /// The same direction with length 1. A zero vector stays zero.
    var normalized: Self {
        let length = dot(self).squareRoot()
        return length > 0 ? self / length : self
    }
}
