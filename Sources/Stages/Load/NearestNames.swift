/// Finds the names someone may have meant.
enum NearestNames {
    /// The candidates at most a third of `name`'s length (and at least 2) edits away, nearest first, ties by bytes.
    static func nearest(to name: String, among candidates: [String], limit: Int) -> [String] {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        let bound = max(2, wanted.count / 3)
        let ranked = candidates.lazy.prefix(10_000).compactMap { candidate -> (distance: Int, name: String)? in
            let found = Array(candidate.lowercased().utf8.prefix(64))
            guard abs(found.count - wanted.count) <= bound else { return nil }
            let distance = editDistance(wanted, found)
            return distance <= bound ? (distance, candidate) : nil
        }
        return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
    }

    /// Levenshtein's distance: how many insertions, deletions and replacements lead from one to the other.
    static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                let replaced = previous[column] + (leftByte == rightByte ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
