import LinearAlgebra

/// Accounts that are programs: they crawl the catalogue in order, a view every second or two, and never buy.
struct Bots: Sendable {
    private static let daysBetweenCrawls = 9

    /// The accounts, in ascending order.
    let users: [Int]
    /// For each user, whether it is a bot.
    private let isBot: [Bool]
    private let plan: EventPlan

    init(plan: EventPlan, userCount: Int, random: inout RandomSource) {
        self.plan = plan
        var isBot = [Bool](repeating: false, count: userCount)
        var missing = plan.bots
        // The first user is the one who is a customer on every day, so is never a bot.
        while missing > 0 {
            let user = 1 + random.integer(below: userCount - 1)
            if !isBot[user] { missing -= 1 }
            isBot[user] = true
        }
        users = isBot.indices.filter { isBot[$0] }
        self.isBot = isBot
    }

    func contains(_ user: Int) -> Bool {
        isBot[user]
    }

    /// Appends the views that bots make on a day.
    func crawl(
        day: Int, catalogue: Catalogue, promotions: Promotions, random: inout RandomSource, into events: inout [Event]
    ) {
        for (bot, user) in users.enumerated() {
            let visits = views(ofBot: bot, day: day)
            guard visits > 0 else { continue }
            let session = random.next()
            var item = random.integer(below: catalogue.count)
            var time = ShopCalendar.startOfDay(day) + random.integer(below: 6 * 3_600)
            for _ in 0..<visits {
                let offer = Offer(item: item, day: day, catalogue: catalogue, promotions: promotions)
                events.append(
                    Event(
                        user: Int32(user), item: Int32(item), session: session, timestamp: Int64(time),
                        arrival: Int64(time), cents: offer.cents, promotion: offer.promotion, kind: .view, flaw: .bot))
                item = (item + 1) % catalogue.count
                time += 1 + random.integer(below: 2)
            }
        }
    }

    /// Divides the bots' rows evenly over bots and, for each, over its crawls.
    private func views(ofBot bot: Int, day: Int) -> Int {
        let first = bot % Self.daysBetweenCrawls
        guard day >= first, (day - first) % Self.daysBetweenCrawls == 0 else { return 0 }
        let crawls = (ShopCalendar.dayCount - first + Self.daysBetweenCrawls - 1) / Self.daysBetweenCrawls
        let crawl = (day - first) / Self.daysBetweenCrawls
        let rows = plan.botRows / plan.bots + (bot < plan.botRows % plan.bots ? 1 : 0)
        return rows * (crawl + 1) / crawls - rows * crawl / crawls
    }
}
