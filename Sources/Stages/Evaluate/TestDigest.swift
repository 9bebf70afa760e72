import Crypto
import Modelling
import Tables

/// Names a test set: two runs whose digests are equal were judged by the same rows in the same way.
enum TestDigest {
    /// SHA-256, as lowercase hexadecimal digits, over whether seen items are left out and then every held-out row of known
    /// users and items, sorted: user id, item id, value, and whether the item counts as a hit. Ids rather than rows,
    /// because rows change with the training part; lengths stand before ids so that none runs into the next.
    static func make(
        _ part: HeldOutInteractions, testItems: TestItems?, training: InteractionMatrix, excludesSeen: Bool
    ) -> String {
        var hash = SHA256()
        hash.update(data: [excludesSeen ? 1 : 0])
        var position = 0
        for user in 0..<training.users.count {
            let rows = part.offsets[user]..<part.offsets[user + 1]
            guard !rows.isEmpty else { continue }
            var hits: ArraySlice<Int32> = []
            if let testItems, position < testItems.users.count, testItems.users[position] == Int32(user) {
                hits = testItems.items(at: position)
                position += 1
            }
            var bytes: [UInt8] = []
            append(training.users, code: user, to: &bytes)
            append(UInt32(rows.count), to: &bytes)
            for row in rows.sorted(by: { (part.items[$0], part.values[$0]) < (part.items[$1], part.values[$1]) }) {
                append(training.items, code: Int(part.items[row]), to: &bytes)
                append(part.values[row].bitPattern, to: &bytes)
                bytes.append(hits.contains(part.items[row]) ? 1 : 0)
            }
            hash.update(data: bytes)
        }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func append(_ dictionary: StringDictionary, code: Int, to bytes: inout [UInt8]) {
        dictionary.withBytes(of: code) { id in
            append(UInt32(id.count), to: &bytes)
            bytes.append(contentsOf: id)
        }
    }

    private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
