import DurableFiles
import LinearAlgebra
import Pipeline

extension SyntheticInteractions {
    /// Writes the interactions as an event log in random order, within half a year: `user_id,item_id,event,timestamp`, the
    /// last in Unix seconds. About 33 bytes an event; 8 bytes of memory an event besides the interactions.
    package func writeEvents(to path: String) throws {
        var random = RandomSource(seed: shape.seed).split(stream: 3)
        let events = shuffledEvents(&random)
        let names = Self.events.map { Array(",\($0.name),".utf8) }
        let writer = try FileWriter(path, in: FileSystem())
        try writer.write("user_id,item_id,event,timestamp\n")
        var lines = LineBuffer()
        for event in events {
            SyntheticID.user.append(event.user, to: &lines.bytes)
            lines.bytes.append(UInt8(ascii: ","))
            SyntheticID.item.append(event.item, to: &lines.bytes)
            lines.bytes += names[event.code]
            lines.append(1_700_000_000 + random.integer(below: 180 * 86_400))
            try lines.endLine(in: writer)
        }
        try lines.flush(to: writer)
        try writer.finish()
    }

    private func shuffledEvents(_ random: inout RandomSource) -> [PackedEvent] {
        var events: [PackedEvent] = []
        events.reserveCapacity(shape.interactions)
        for user in 0..<shape.users {
            for entry in offsets[user]..<offsets[user + 1] {
                events.append(PackedEvent(user: user, item: items[entry], code: eventCodes[entry]))
            }
        }
        random.shuffle(&events)
        return events
    }

    /// Writes a rating of each pair, user by user: `user item rating`, separated by blanks, ids as numbers.
    ///
    /// A rating is 3.5, the biases of user and item, the product of ten hidden traits of each, and noise of deviation 0.8;
    /// rounded to halves from 0.5 to 5.
    package func writeRatings(to path: String) throws {
        let source = RandomSource(seed: shape.seed)
        let userTraits = RatingTraits(count: shape.users, random: source.split(stream: 4))
        let itemTraits = RatingTraits(count: shape.items, random: source.split(stream: 5))
        var random = source.split(stream: 6)
        let writer = try FileWriter(path, in: FileSystem())
        var lines = LineBuffer()
        for user in 0..<shape.users {
            for entry in offsets[user]..<offsets[user + 1] {
                let item = Int(items[entry])
                let score = 3.5 + userTraits.score(user, itemTraits, item) + 0.8 * random.gaussian()
                let halves = Int(min(max((score * 2).rounded(), 1), 10))
                lines.append(user)
                lines.bytes.append(UInt8(ascii: " "))
                lines.append(item)
                lines.bytes.append(UInt8(ascii: " "))
                lines.append(halves / 2)
                lines.bytes += halves.isMultiple(of: 2) ? [46, 48] : [46, 53]
                try lines.endLine(in: writer)
            }
        }
        try lines.flush(to: writer)
        try writer.finish()
    }
}

/// An event in one word, so that putting events in random order moves each once.
private struct PackedEvent {
    private let word: UInt64

    init(user: Int, item: Int32, code: UInt8) {
        word = UInt64(user) << 32 | UInt64(item) << 2 | UInt64(code)
    }

    var user: Int { Int(word >> 32) }
    var item: Int { Int(word >> 2 & 0x3FFF_FFFF) }
    var code: Int { Int(word & 3) }
}

/// Hidden traits and biases that ratings come from.
private struct RatingTraits {
    private static let count = 10
    private let traits: Matrix
    private let biases: Matrix

    init(count: Int, random: RandomSource) {
        var random = random
        traits = .gaussian(rows: count, columns: Self.count, standardDeviation: 0.43, random: &random)
        biases = .gaussian(rows: count, columns: 1, standardDeviation: 0.4, random: &random)
    }

    /// What a user's and an item's traits add to a rating.
    func score(_ row: Int, _ other: RatingTraits, _ otherRow: Int) -> Double {
        var sum = biases[row, 0] + other.biases[otherRow, 0]
        for trait in 0..<Self.count { sum += traits[row, trait] * other.traits[otherRow, trait] }
        return Double(sum)
    }
}

/// Lines on their way to a file, a mebibyte at a time.
private struct LineBuffer {
    private static let capacity = 1 << 20
    var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(Self.capacity + 256)
    }

    /// A whole number that is not negative.
    mutating func append(_ number: Int) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    mutating func endLine(in writer: FileWriter) throws {
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count >= Self.capacity { try flush(to: writer) }
    }

    mutating func flush(to writer: FileWriter) throws {
        try writer.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
