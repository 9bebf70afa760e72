/// A score and an item row as one integer, so that rankings compare with one instruction: the greater key ranks first.
///
/// The upper half holds the score's bits in an order that unsigned comparison follows, the lower half the complement
/// of the item row, which puts the lower row first among equal scores. The scores −0 and 0 are equal.
enum RankKey {
    /// - Precondition: the score is a number; NaN has no place in a ranking.
    @inline(__always)
    static func make(score: Float, item: Int) -> UInt64 {
        // Adding 0 turns −0 into 0 and leaves every other number as it is.
        let bits = (score + 0).bitPattern
        let ordered = bits >> 31 == 0 ? bits | 1 << 31 : ~bits
        return UInt64(ordered) << 32 | UInt64(~UInt32(truncatingIfNeeded: item))
    }

    @inline(__always)
    static func score(of key: UInt64) -> Float {
        let ordered = UInt32(truncatingIfNeeded: key >> 32)
        return Float(bitPattern: ordered >> 31 == 1 ? ordered & ~(1 << 31) : ~ordered)
    }

    @inline(__always)
    static func item(of key: UInt64) -> Int32 {
        Int32(bitPattern: ~UInt32(truncatingIfNeeded: key))
    }
}
