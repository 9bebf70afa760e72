import LinearAlgebra

/// Recomputes the golden answers of a bundle from its tensors.
///
/// An answer holds where the model gives each of its items the stated score, and gives the stated scores at the same
/// places of its own ranking, both within the tolerance. Then the lists can differ only by swaps within it.
struct GoldenCheck {
    let bundle: ModelBundle

    /// One problem for each user whose answer does not hold.
    func problems(pool: WorkerPool) throws -> [BundleProblem] {
        if bundle.golden.users.isEmpty, bundle.users.count > 0 {
            return [BundleProblem(BundleFile.golden, .malformed("holds no answers to check"))]
        }
        return try bundle.golden.users.compactMap { answer in
            guard let row = bundle.users.code(of: answer.user) else {
                return problem(answer, found: "no such user", expected: "a user of \(BundleFile.users)")
            }
            return try check(answer, row: row, pool: pool)
        }
    }

    private func check(_ answer: GoldenAnswers.Answer, row: Int32, pool: WorkerPool) throws -> BundleProblem? {
        let rows = answer.items.compactMap { bundle.items.code(of: $0) }
        guard rows.count == answer.items.count else {
            return problem(answer, found: "fewer items", expected: "items of \(BundleFile.items) alone")
        }
        guard Set(rows).count == rows.count else {
            return problem(answer, found: "each item once", expected: "one twice")
        }
        let seen = bundle.seen.indices[bundle.seen.range(ofRow: Int(row))]
        if bundle.golden.excludeSeen, let item = rows.first(where: seen.contains) {
            return problem(
                answer, found: "no seen item", expected: "\(bundle.items[Int(item)]), which the user has seen")
        }
        let scores = bundle.model.scores(users: rows.map { _ in row }, items: rows)
        for (place, score) in scores.enumerated() where !GoldenAnswers.agree(Double(score), answer.scores[place]) {
            return problem(answer, found: "\(answer.items[place]) \(score)", expected: "\(answer.scores[place])")
        }
        let top = try bundle.ranker.topItems(for: [row], count: rows.count, pool: pool)
        guard top.items.count == rows.count else {
            return problem(answer, found: "\(top.items.count) items", expected: "\(rows.count)")
        }
        for (place, score) in top.scores.enumerated() where !GoldenAnswers.agree(Double(score), answer.scores[place]) {
            return problem(
                answer, found: "\(bundle.items[Int(top.items[place])]) \(score) at place \(place + 1)",
                expected: "\(answer.items[place]) \(answer.scores[place])")
        }
        return nil
    }

    private func problem(_ answer: GoldenAnswers.Answer, found: String, expected: String) -> BundleProblem {
        BundleProblem(BundleFile.golden, .answer(user: answer.user, found: found, expected: expected))
    }
}
