/// Finds what a user most likely meant.
public enum NearestName {
    /// A hint for a name that isn't one of `candidates`: `did you mean "factors"?`, else the list when it is short.
    public static func hint(for name: String, among candidates: [String]) -> String? {
        if let nearest = nearest(to: name, among: candidates) { return "did you mean \"\(nearest)\"?" }
        guard !candidates.isEmpty, candidates.count <= 24 else { return nil }
        return "one of: \(candidates.joined(separator: ", "))"
    }

    /// The candidate with the fewest edits, when at most a third of the name's length (at least 1, at most 3) away.
    public static func nearest(to name: String, among candidates: [String]) -> String? {
        let limit = max(1, min(3, name.count / 3))
        // Names that differ more in length differ in as many edits at least.
        let length = name.count
        let near = candidates.filter { abs($0.count - length) <= limit }
        let scored = near.map { ($0, distance(name.lowercased(), $0.lowercased())) }
        guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= limit else { return nil }
        return best.0
    }

    /// Levenshtein distance with adjacent transpositions (optimal string alignment). O(m · n).
    static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first.prefix(64)), b = Array(second.prefix(64))
        var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count { rows[i][0] = i }
        for j in 0...b.count { rows[0][j] = j }
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        for i in 1...a.count {
            for j in 1...b.count {
                let substitution = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, substitution)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
                }
            }
        }
        return rows[a.count][b.count]
    }
}
