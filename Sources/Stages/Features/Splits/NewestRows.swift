import Pipeline

/// The newest share of the eligible rows; of rows at the same time, the later ones of the input.
///
/// The time of the oldest row among them is found digit by digit, sixteen bits at a time from the top: four counts over
/// the rows instead of a sort, and no copy of the times. O(rows).
struct NewestRows: Sendable {
    private let rows: SplitRows
    private let times: [Int64]
    /// Rows newer than this are in.
    private let cutoff: Int64
    /// So many of the rows at the cutoff are in, from the end of the input.
    private let tiedCount: Int

    private static let digitBits = 16

    init(share: Double, of rows: SplitRows) throws {
        self.rows = rows
        let times = rows.requiredTimes
        self.times = times
        var wanted = max(1, Int((share * Double(rows.eligible.trueCount)).rounded()))
        var prefix: UInt64 = 0
        for shift in stride(from: 64 - Self.digitBits, through: 0, by: -Self.digitBits) {
            let counts = try Self.digitCounts(rows, times, below: prefix, shift: UInt64(shift))
            var digit = counts.count - 1
            while digit > 0, counts[digit] < wanted {
                wanted -= counts[digit]
                digit -= 1
            }
            prefix = prefix << UInt64(Self.digitBits) | UInt64(digit)
        }
        cutoff = Int64(bitPattern: prefix ^ Self.signBit)
        tiedCount = wanted
    }

    /// One flag per row of the table.
    func marked() -> [Bool] {
        var held = [Bool](repeating: false, count: times.count)
        var tiesLeft = tiedCount
        for row in times.indices.reversed() where rows.eligible[row] && times[row] >= cutoff {
            if times[row] > cutoff {
                held[row] = true
            } else if tiesLeft > 0 {
                held[row] = true
                tiesLeft -= 1
            }
        }
        return held
    }

    private static let signBit: UInt64 = 1 << 63

    /// How many eligible rows whose higher digits are `prefix` have each digit at `shift`.
    private static func digitCounts(
        _ rows: SplitRows, _ times: [Int64], below prefix: UInt64, shift: UInt64
    ) throws -> [Int] {
        let width = UInt64(digitBits)
        let counts = try rows.pool.map(count: times.count, chunkSize: 1 << 20) { range in
            var counts = [Int](repeating: 0, count: 1 << digitBits)
            for row in range where rows.eligible[row] {
                // With the sign bit flipped, the order of the bits is the order of the numbers.
                let digits = (UInt64(bitPattern: times[row]) ^ signBit) >> shift
                if shift + width == 64 || digits >> width == prefix { counts[Int(digits & 0xFFFF)] += 1 }
            }
            return counts
        }
        return counts.reduce(into: [Int](repeating: 0, count: 1 << digitBits)) { total, part in
            for digit in part.indices { total[digit] += part[digit] }
        }
    }
}
