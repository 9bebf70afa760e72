import Foundation
import LinearAlgebra

/// The promotions of the span: one category at a time is cheaper for a week or so, and bought more.
struct Promotions: Sendable {
    /// On a promoted category the odds that a view becomes a purchase are multiplied by this.
    static let oddsFactor = 2.0
    private static let slotDays = 12
    private static let longestStartDelay = 3
    private static let durations = 7...9
    private static let discounts = [10, 15, 20, 25, 30]

    struct Promotion: Sendable {
        let category: Int
        let discountPercent: Int
        /// First day.
        let start: Int
        /// First day after.
        let end: Int
    }

    let promotions: [Promotion]
    /// The promotion that runs on each day, if any.
    private let running: [Int?]

    var count: Int { promotions.count }

    /// Spreads promotions over the span, one in each slot of twelve days, so that no two overlap.
    init(categoryCount: Int, random: inout RandomSource) {
        var promotions: [Promotion] = []
        var running = [Int?](repeating: nil, count: ShopCalendar.dayCount)
        for slot in stride(from: Self.slotDays / 2, through: ShopCalendar.dayCount - Self.slotDays, by: Self.slotDays) {
            let start = slot + random.integer(below: Self.longestStartDelay + 1)
            let duration = Self.durations.lowerBound + random.integer(below: Self.durations.count)
            let promotion = Promotion(
                category: random.integer(below: categoryCount),
                discountPercent: Self.discounts[random.integer(below: Self.discounts.count)],
                start: start, end: start + duration)
            for day in promotion.start..<promotion.end { running[day] = promotions.count }
            promotions.append(promotion)
        }
        self.promotions = promotions
        self.running = running
    }

    /// The promotion of a category on a day.
    func index(category: Int, day: Int) -> Int? {
        guard running.indices.contains(day), let index = running[day], promotions[index].category == category else {
            return nil
        }
        return index
    }

    /// A list price after the promotion's discount, to the cent.
    func discounted(cents: Int, promotion: Int) -> Int {
        (cents * (100 - promotions[promotion].discountPercent) + 50) / 100
    }

    static func id(of promotion: Int) -> Int { 100 + promotion }

    /// Writes `promotions.csv`; `start` and `end` are dates in UTC, `end` being the first day without the promotion.
    func write(to destination: URL, categories: [Category]) throws(SampleShopError) {
        let header = ["promotion_id", "category", "discount", "start", "end"]
        var csv = try CSVWriter(destination: destination, header: header)
        for (index, promotion) in promotions.enumerated() {
            csv.integer(Self.id(of: index), letter: Identifier.promotion)
            csv.text(categories[promotion.category].name)
            csv.cents(promotion.discountPercent)
            csv.text(ShopCalendar.date(day: promotion.start))
            csv.text(ShopCalendar.date(day: promotion.end))
            try csv.endRow()
        }
        try csv.finish()
    }
}
