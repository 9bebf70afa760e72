import Foundation
import LinearAlgebra

/// Makes the sessions of people: who comes, what they look at, what they put into the cart and buy.
///
/// A customer comes with a category in mind, drawn by taste; looks at a shelf of items drawn by popularity and picks
/// the one most to their taste, give or take chance; goes on to something alike or wanders off; and pays at the end.
struct Shoppers: Sendable {
    private let catalogue: Catalogue
    private let customers: Customers
    private let promotions: Promotions
    private let calendar: ShopCalendar
    private let categoryLogShares: [Float]
    private var memory: VisitMemory
    private var random: RandomSource

    init(
        catalogue: Catalogue, customers: Customers, promotions: Promotions, calendar: ShopCalendar,
        random: RandomSource
    ) {
        self.catalogue = catalogue
        self.customers = customers
        self.promotions = promotions
        self.calendar = calendar
        self.random = random
        categoryLogShares = catalogue.categories.map { Float(log($0.share)) }
        memory = VisitMemory(userCount: customers.count)
    }

    /// Appends one session on a day to `events`, in the order of time.
    ///
    /// - Parameter bots: users who are not people, for whom no session is made.
    mutating func visit(day: Int, bots: Bots, into events: inout [Event]) {
        var user = customers.draw(day: day, &random)
        while bots.contains(user) { user = customers.draw(day: day, &random) }
        let hour = calendar.hours.draw(&random)
        let start = ShopCalendar.startOfDay(day) + hour * 3_600 + random.integer(below: 3_600)
        var visit = Visit(
            user: user, day: day, session: random.next(), time: start, taste: customers.taste(of: user, day: day))
        visit.category = drawCategory(visit.taste)
        replenish(&visit, into: &events)
        repeat {
            guard let item = nextItem(&visit) else { break }
            view(item, &visit, into: &events)
        } while visit.viewed.count < Behaviour.longestSession && random.uniform() < Behaviour.continueViewing
        checkOut(&visit, into: &events)
    }

    /// What is known in the course of one session.
    private struct Visit {
        let user: Int
        let day: Int
        let session: UInt64
        var time: Int
        let taste: Taste
        var category = 0
        var viewed: [Int] = []
        var basket: [Int] = []
    }

    private mutating func drawCategory(_ taste: Taste) -> Int {
        var best = 0
        var bestScore = -Float.infinity
        for (category, centre) in catalogue.centres.enumerated() {
            let score =
                Behaviour.categorySharpness * taste.dot(centre) + categoryLogShares[category] + random.gumbel()
            if score > bestScore { (best, bestScore) = (category, score) }
        }
        return best
    }

    private mutating func nextItem(_ visit: inout Visit) -> Int? {
        if random.uniform() < Behaviour.revisit,
            let item = memory.seen(user: visit.user, slot: random.integer(below: VisitMemory.slots)),
            isOffered(item, visit)
        {
            visit.category = Int(catalogue.category[item])
            return item
        }
        if !visit.viewed.isEmpty, random.uniform() < Behaviour.wander { visit.category = drawCategory(visit.taste) }
        return drawItem(visit)
    }

    /// Draws a shelf by popularity and picks from it by taste; nil when nothing on it is new and on sale.
    private mutating func drawItem(_ visit: Visit) -> Int? {
        var goal = visit.taste
        if let previous = visit.viewed.last { goal += catalogue.taste[previous] * Behaviour.previousPull }
        let members = catalogue.members[visit.category]
        let popularity = catalogue.popularity[visit.category]
        var best: Int?
        var bestScore = -Float.infinity
        for _ in 0..<Behaviour.shelfSize {
            let item = Int(members[popularity.draw(&random)])
            guard isOffered(item, visit) else { continue }
            let score = Behaviour.itemSharpness * goal.dot(catalogue.taste[item]) + random.gumbel()
            if score > bestScore { (best, bestScore) = (item, score) }
        }
        if best == nil, visit.viewed.isEmpty { best = Int(members[0]) }
        return best
    }

    private func isOffered(_ item: Int, _ visit: Visit) -> Bool {
        catalogue.isOnSale(item, day: visit.day) && !visit.viewed.contains(item)
    }

    private mutating func view(_ item: Int, _ visit: inout Visit, into events: inout [Event]) {
        let offer = Offer(item: item, day: visit.day, catalogue: catalogue, promotions: promotions)
        let isBought = random.uniform() < purchaseChance(item, visit, isPromoted: offer.isPromoted)
        record(.view, item, &visit, into: &events)
        visit.viewed.append(item)
        memory.see(item, user: visit.user)
        if isBought {
            put(item, &visit, into: &events)
        } else if random.uniform() < Behaviour.abandonedCart {
            record(.cart, item, &visit, into: &events)
        } else {
            events[events.count - 1].isExpendable = true
        }
        visit.time += Int(-Behaviour.secondsBetweenViews * log(1 - random.uniform()))
    }

    private func purchaseChance(_ item: Int, _ visit: Visit, isPromoted: Bool) -> Double {
        var logOdds = Behaviour.purchaseLogOdds
        logOdds += Behaviour.purchaseTasteEffect * Double(visit.taste.dot(catalogue.taste[item]))
        let sensitivity = Double(customers.priceSensitivity[visit.user])
        logOdds += Behaviour.purchasePriceEffect * sensitivity * Double(catalogue.relativePrice[item])
        if isPromoted { logOdds += log(Promotions.oddsFactor) }
        return 1 / (1 + exp(-logOdds))
    }

    /// Buys again what has run out. This demand is planned, so promotions do not act on it.
    private mutating func replenish(_ visit: inout Visit, into events: inout [Event]) {
        guard let item = memory.due(user: visit.user, day: visit.day), isOffered(item, visit),
            random.uniform() < Behaviour.replenish
        else { return }
        record(.view, item, &visit, into: &events)
        visit.viewed.append(item)
        put(item, &visit, into: &events)
    }

    private mutating func put(_ item: Int, _ visit: inout Visit, into events: inout [Event]) {
        visit.basket.append(item)
        if random.uniform() >= Behaviour.directPurchase { record(.cart, item, &visit, into: &events) }
    }

    private mutating func checkOut(_ visit: inout Visit, into events: inout [Event]) {
        for item in visit.basket {
            record(.purchase, item, &visit, into: &events)
            let category = catalogue.categories[Int(catalogue.category[item])]
            if let days = category.replenishDays {
                let due = visit.day + days * 3 / 4 + random.integer(below: days / 2)
                memory.buy(item, user: visit.user, dueDay: due)
            }
        }
    }

    /// Appends an event and moves the clock of the visit, so that no two events of a session share a second.
    private mutating func record(_ kind: Event.Kind, _ item: Int, _ visit: inout Visit, into events: inout [Event]) {
        let offer = Offer(item: item, day: visit.day, catalogue: catalogue, promotions: promotions)
        events.append(
            Event(
                user: Int32(visit.user), item: Int32(item), session: visit.session, timestamp: Int64(visit.time),
                arrival: Int64(visit.time), cents: offer.cents, promotion: offer.promotion, kind: kind))
        visit.time += 1 + random.integer(below: kind == .view ? 20 : 5)
    }
}

extension RandomSource {
    /// A draw from the standard Gumbel distribution: the index with the largest logit + Gumbel draw is a draw from
    /// the softmax of the logits.
    fileprivate mutating func gumbel() -> Float {
        -log(-log(uniformFloat() + 0x1p-25))
    }
}
