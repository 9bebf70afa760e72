import Modelling
import TestSupport

/// All items of a user sorted by score, ties by row, without seen and ineligible ones: the readable twin of ranking.
///
/// Scores are summed one product at a time; those of `StatedShop.random` are exact whatever the order.
struct SlowRanking {
    let ranked: [(item: String, score: Float)]

    init(of user: Int, in shop: StatedShop, excludeSeen: Bool = true, eligible: [Bool]? = nil) {
        let training = shop.dataset.training
        let seen = Set(training.byUser.indices[training.byUser.range(ofRow: user)])
        var rows = (0..<shop.model.itemCount).filter { !excludeSeen || !seen.contains(Int32($0)) }
        if let eligible { rows.removeAll { !eligible[$0] } }
        let scores = (0..<shop.model.itemCount).map { Self.score(user, $0, shop.model) }
        rows.sort { (-scores[$0], $0) < (-scores[$1], $1) }
        ranked = rows.map { (training.items[$0], scores[$0]) }
    }

    func prefix(_ count: Int) -> [(item: String, score: Float)] { Array(ranked.prefix(count)) }

    private static func score(_ user: Int, _ item: Int, _ model: FactorModel) -> Float {
        var score = (model.globalMean ?? 0) + (model.userBias?[user] ?? 0) + (model.itemBias?[item] ?? 0)
        guard let factors = model.factors else { return score }
        let width = factors.users.columns
        for factor in 0..<width {
            score += factors.users.elements[user * width + factor] * factors.items.elements[item * width + factor]
        }
        return score
    }
}
