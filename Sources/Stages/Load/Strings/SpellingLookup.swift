import CByteScan

/// The searching half of a ``SpellingTable``: plain pointers that a loop can keep in registers.
///
/// Good until the table it came from takes another spelling.
struct SpellingLookup {
    struct Slot {
        var word: UInt64
        /// `free` marks an empty slot; no field is that long.
        var length: UInt32
        var number: UInt32
    }

    /// What a cell is looked up by: `word` is the zero-padded bytes if there are at most eight, else the hash.
    struct Key {
        let word: UInt64
        let hash: UInt64
    }

    static let free = UInt32.max

    var slots: UnsafeMutablePointer<Slot>
    /// One less than the number of slots, a power of two.
    var mask: Int
    var arena: UnsafeMutablePointer<UInt8>
    /// Spelling `number` lies at `offsets[number] ..< offsets[number + 1]` of the arena.
    var offsets: UnsafeMutablePointer<Int>
    let seeds: (UInt64, UInt64)

    /// The key of a text; at least eight bytes behind it can be read.
    @inline(__always)
    func key(of text: CellText) -> Key {
        let raw = UnsafeRawPointer(text.baseAddress!)
        guard text.count <= 8 else {
            let hash = longHash(raw, count: text.count)
            return Key(word: hash, hash: hash)
        }
        let word = raw.loadUnaligned(as: UInt64.self).littleEndian
        let kept = text.count == 0 ? 0 : word & (UInt64.max >> UInt64(64 - 8 * text.count))
        return Key(word: kept, hash: hash(shortWord: kept, count: text.count))
    }

    /// Brings the first slot of a key into the cache.
    @inline(__always)
    func prefetch(_ key: Key) {
        mercer_prefetch(slots + (Int(truncatingIfNeeded: key.hash) & mask))
    }

    /// The number of a spelling, or nil where it has none yet.
    @inline(__always)
    func number(of text: CellText, key: Key) -> Int32? {
        let length = UInt32(truncatingIfNeeded: text.count)
        var position = Int(truncatingIfNeeded: key.hash) & mask
        while true {
            let slot = slots[position]
            if slot.word == key.word, slot.length == length, length <= 8 || isEqual(slot.number, text) {
                return Int32(truncatingIfNeeded: slot.number)
            }
            if slot.length == Self.free { return nil }
            position = (position + 1) & mask
        }
    }

    /// The bytes of a spelling.
    @inline(__always)
    func bytes(of number: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: arena + offsets[number], count: offsets[number + 1] - offsets[number])
    }

    @inline(__always)
    func hash(shortWord word: UInt64, count: Int) -> UInt64 {
        Self.fold(word ^ seeds.0, UInt64(truncatingIfNeeded: count) ^ seeds.1)
    }

    @inline(never)
    private func isEqual(_ number: UInt32, _ text: CellText) -> Bool {
        let known = UnsafeRawPointer(arena + offsets[Int(number)])
        let found = UnsafeRawPointer(text.baseAddress!)
        // Longer than eight bytes, so a last word that overlaps the one before covers the rest.
        for position in stride(from: 0, to: text.count - 8, by: 8)
        where known.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            != found.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        {
            return false
        }
        return known.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self)
            == found.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self)
    }

    /// Folds sixteen bytes at a time by a 128-bit product, as wyhash does (Wang Yi, 2019). More than eight bytes.
    @inline(__always)
    private func longHash(_ text: UnsafeRawPointer, count: Int) -> UInt64 {
        var state = seeds.0
        var position = 0
        while position + 16 < count {
            let low = text.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
            let high = text.loadUnaligned(fromByteOffset: position + 8, as: UInt64.self).littleEndian
            state = Self.fold(low ^ seeds.1, high ^ state)
            position += 16
        }
        // The last sixteen bytes overlap those before; of 9 to 15 bytes both words do.
        let low = text.loadUnaligned(fromByteOffset: max(count - 16, 0), as: UInt64.self).littleEndian
        let high = text.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self).littleEndian
        return Self.fold(low ^ seeds.1, high ^ state ^ UInt64(truncatingIfNeeded: count))
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
