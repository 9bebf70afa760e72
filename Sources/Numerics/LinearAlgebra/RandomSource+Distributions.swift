extension RandomSource {
    /// A number in [0, 1), a multiple of 2⁻⁵³.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number in [0, 1), a multiple of 2⁻²⁴.
    public mutating func uniformFloat() -> Float {
        Float(next() >> 40) * 0x1p-24
    }

    /// An integer in `0..<bound`, each equally likely (Lemire, "Fast Random Integer Generation in an Interval", 2019).
    /// `bound` must be positive.
    @inlinable
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "no integer lies below \(bound) and at or above 0")
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// A draw from the standard normal distribution (Marsaglia's polar method; every second call is free).
    public mutating func gaussian() -> Double {
        if let spare = spareGaussian {
            spareGaussian = nil
            return spare
        }
        while true {
            let x = 2 * uniform() - 1
            let y = 2 * uniform() - 1
            let squaredRadius = x * x + y * y
            guard squaredRadius > 0, squaredRadius < 1 else { continue }
            let factor = (-2 * portableLogarithm(squaredRadius) / squaredRadius).squareRoot()
            spareGaussian = y * factor
            return x * factor
        }
    }

    /// Puts the elements in a random order, each equally likely (Fisher and Yates, from the last place down).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        var last = elements.count - 1
        while last > 0 {
            elements.swapAt(last, integer(below: last + 1))
            last -= 1
        }
    }

    /// The elements in a random order.
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var copy = elements
        shuffle(&copy)
        return copy
    }
}

extension Matrix {
    /// A matrix of independent normal draws with mean 0, row after row from `random`.
    public static func gaussian(
        rows: Int, columns: Int, standardDeviation: Double, random: inout RandomSource
    ) -> Matrix {
        var result = Matrix(rows: rows, columns: columns)
        result.withUnsafeMutableBufferPointer { elements in
            for index in elements.indices { elements[index] = Float(standardDeviation * random.gaussian()) }
        }
        return result
    }
}

/// The natural logarithm of a positive normal number, from basic operations in a fixed order: the C library's may
/// differ in the last bit between platforms.
///
/// x = m · 2ᵉ with m in [√½, √2); with s = (m − 1) / (m + 1), log m = 2(s + s³/3 + s⁵/5 + …). As |s| ≤ 0.1716, twelve
/// terms leave an error below 1e-19 of the sum.
func portableLogarithm(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var mantissa = x.significand
    if mantissa > 1.414_213_562_373_095_1 {
        mantissa /= 2
        exponent += 1
    }
    let s = (mantissa - 1) / (mantissa + 1)
    let square = s * s
    var series = 0.0
    for odd in stride(from: 23.0, through: 1.0, by: -2.0) { series = series * square + 1 / odd }
    return exponent * 0.693_147_180_559_945_3 + 2 * s * series
}
