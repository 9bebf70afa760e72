/// The distinct spellings one worker has met in one column, numbered in the order it met them.
///
/// Open addressing over plain memory: a slot holds a spelling's bytes if there are at most eight, else its hash, and its
/// length and number; the bytes lie end to end in one arena. The hash is seeded anew for each table, so that no input
/// can be made to collide; nothing a user sees depends on it, because numbers are given in order of appearance and
/// sorted away later.
struct SpellingTable: ~Copyable {
    private(set) var count = 0
    private(set) var lookup: SpellingLookup
    private var arenaCapacity = 4_096
    private var offsetCapacity = 1_024

    init() {
        var random = SystemRandomNumberGenerator()
        lookup = SpellingLookup(
            slots: Self.freeSlots(1_024), mask: 1_023, arena: .allocate(capacity: arenaCapacity),
            offsets: .allocate(capacity: offsetCapacity), seeds: (random.next(), random.next()))
        lookup.offsets[0] = 0
    }

    deinit {
        lookup.slots.deallocate()
        lookup.arena.deallocate()
        lookup.offsets.deallocate()
    }

    /// Gives a spelling that has none yet a number. There are fewer spellings than rows, whose number is limited.
    mutating func insert(_ text: CellText, key: SpellingLookup.Key) -> Int32 {
        // At most five eighths full, so that runs of taken slots stay short.
        if 8 * (count + 1) > 5 * lookup.mask { growSlots() }
        append(text)
        let slot = SpellingLookup.Slot(word: key.word, length: UInt32(text.count), number: UInt32(count))
        place(slot, hash: key.hash)
        count += 1
        return Int32(count - 1)
    }

    private func place(_ slot: SpellingLookup.Slot, hash: UInt64) {
        var position = Int(truncatingIfNeeded: hash) & lookup.mask
        while lookup.slots[position].length != SpellingLookup.free { position = (position + 1) & lookup.mask }
        lookup.slots[position] = slot
    }

    private mutating func growSlots() {
        let old = UnsafeMutableBufferPointer(start: lookup.slots, count: lookup.mask + 1)
        lookup.slots = Self.freeSlots(4 * old.count)
        lookup.mask = 4 * old.count - 1
        for slot in old where slot.length != SpellingLookup.free {
            let length = Int(slot.length)
            place(slot, hash: length <= 8 ? lookup.hash(shortWord: slot.word, count: length) : slot.word)
        }
        old.deallocate()
    }

    private mutating func append(_ text: CellText) {
        let start = lookup.offsets[count]
        let end = start + text.count
        if end > arenaCapacity {
            lookup.arena = Self.moved(lookup.arena, count: start, capacity: max(2 * arenaCapacity, end))
            arenaCapacity = max(2 * arenaCapacity, end)
        }
        if count + 2 > offsetCapacity {
            lookup.offsets = Self.moved(lookup.offsets, count: count + 1, capacity: 2 * offsetCapacity)
            offsetCapacity *= 2
        }
        (lookup.arena + start).update(from: text.baseAddress!, count: text.count)
        lookup.offsets[count + 1] = end
    }

    private static func moved<Element>(
        _ old: UnsafeMutablePointer<Element>, count: Int, capacity: Int
    ) -> UnsafeMutablePointer<Element> {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        larger.moveInitialize(from: old, count: count)
        old.deallocate()
        return larger
    }

    private static func freeSlots(_ count: Int) -> UnsafeMutablePointer<SpellingLookup.Slot> {
        let slots = UnsafeMutablePointer<SpellingLookup.Slot>.allocate(capacity: count)
        slots.initialize(repeating: .init(word: 0, length: SpellingLookup.free, number: 0), count: count)
        return slots
    }
}
