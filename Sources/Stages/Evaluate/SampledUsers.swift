import Tables

/// The users whose lists are kept: those whose ids hash lowest.
///
/// A bottom-k sample (Cohen and Kaplan, "Summarizing Data using Bottom-k Sketches", 2007): it is uniform over ids, and two
/// runs with mostly the same users sample mostly the same ones, which is what lets their lists be compared. O(users · log users).
struct SampledUsers {
    /// Rows of the sampled users, ascending.
    let rows: [Int32]

    init(_ users: [Int32], ids: StringDictionary, count: Int) {
        let hashed = users.map { user in (hash: ids.withBytes(of: Int(user), Self.hash), user: user) }
        rows = hashed.sorted { ($0.hash, $0.user) < ($1.hash, $1.user) }.prefix(count).map(\.user).sorted()
    }

    /// FNV-1a, then the finaliser of MurmurHash3: FNV alone leaves the high bits of short ids alike.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return hash ^ hash >> 33
    }
}
