/// A seeded generator whose every output is the same on every platform and in every version of Mercer.
///
/// xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021), its 256 bits of state
/// filled by SplitMix64 as its authors advise. Period 2²⁵⁶ − 1; not for secrets. The distributions below use integer
/// arithmetic and IEEE `+ − × ÷ √` only, so they are stable too; the standard library's `random(in:using:)` may
/// change between versions and is not used for anything that ends in a model.
public struct RandomSource: RandomNumberGenerator, Sendable, Equatable {
    @usableFromInline var state: (UInt64, UInt64, UInt64, UInt64)
    /// The polar method yields two normal draws at a time; the second waits here.
    var spareGaussian: Double?

    /// The generator of a seed; every seed is good, 0 too.
    public init(seed: UInt64) {
        var seeder = SplitMix64(seed: seed)
        state = (seeder.next(), seeder.next(), seeder.next(), seeder.next())
    }

    /// A generator with the given state, for checks against the published algorithm; not all words may be zero.
    package init(state: (UInt64, UInt64, UInt64, UInt64)) {
        precondition(state.0 | state.1 | state.2 | state.3 != 0, "the all-zero state only yields zeros")
        self.state = state
    }

    /// The sub-stream with a number: a generator that depends on this one's present state and on `stream`, and leaves
    /// this one as it is. Give each row, block or candidate its own, and the order of work stops mattering.
    public func split(stream: UInt64) -> RandomSource {
        var hasher = StableHasher(seed: stream)
        for word in [state.0, state.1, state.2, state.3] { hasher.combine(word) }
        return RandomSource(seed: hasher.finish())
    }

    /// The next 64 bits.
    @inlinable
    public mutating func next() -> UInt64 {
        let result = rotateLeft(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotateLeft(state.3, by: 45)
        return result
    }

    public static func == (left: RandomSource, right: RandomSource) -> Bool {
        left.state == right.state && left.spareGaussian == right.spareGaussian
    }
}

@inlinable
@inline(__always)
func rotateLeft(_ value: UInt64, by bits: UInt64) -> UInt64 {
    value << bits | value >> (64 - bits)
}

/// The seeding generator (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return mixed(state)
    }
}

/// SplitMix64's finaliser: a bijection in which each input bit changes about half of the output bits.
func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
}
