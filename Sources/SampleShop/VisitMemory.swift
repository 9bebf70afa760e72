/// What the shop's visitors remember from visit to visit: a few items seen lately, a few to buy again.
struct VisitMemory: Sendable {
    static let slots = 4

    /// `users × slots`, row-major; -1 where empty. Each row is a ring.
    private var seen: [Int32]
    private var bought: [Int32]
    /// The day on which the bought item runs out.
    private var dueDay: [Int16]
    private var seenCount: [UInt8]
    private var boughtCount: [UInt8]

    init(userCount: Int) {
        seen = [Int32](repeating: -1, count: userCount * Self.slots)
        bought = seen
        dueDay = [Int16](repeating: 0, count: userCount * Self.slots)
        seenCount = [UInt8](repeating: 0, count: userCount)
        boughtCount = seenCount
    }

    mutating func see(_ item: Int, user: Int) {
        seen[user * Self.slots + Int(seenCount[user]) % Self.slots] = Int32(item)
        seenCount[user] = (seenCount[user] + 1) % UInt8(Self.slots)
    }

    /// One of the items seen lately, by a number in `0..<slots`; nil when that slot is empty.
    func seen(user: Int, slot: Int) -> Int? {
        let item = seen[user * Self.slots + slot % Self.slots]
        return item < 0 ? nil : Int(item)
    }

    mutating func buy(_ item: Int, user: Int, dueDay day: Int) {
        let row = user * Self.slots
        let known = (row..<row + Self.slots).first { bought[$0] == Int32(item) }
        let slot = known ?? row + Int(boughtCount[user])
        if known == nil { boughtCount[user] = (boughtCount[user] + 1) % UInt8(Self.slots) }
        bought[slot] = Int32(item)
        dueDay[slot] = Int16(day)
    }

    /// An item that the user needs again by now, if any.
    func due(user: Int, day: Int) -> Int? {
        let row = user * Self.slots
        for slot in row..<row + Self.slots where bought[slot] >= 0 && Int(dueDay[slot]) <= day {
            return Int(bought[slot])
        }
        return nil
    }
}
