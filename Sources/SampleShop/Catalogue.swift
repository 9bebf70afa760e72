import Foundation
import LinearAlgebra

/// The items of the shop, in columns: one element per item.
struct Catalogue: Sendable {
    /// Popularity of the item of rank r (from 0) is proportional to 1 / (r + offset)^exponent: Zipf's law as
    /// B. Mandelbrot (1953) generalised it; the offset keeps the very first items from taking everything.
    static let zipfExponent = 1.2
    static let zipfOffset = 3.0
    /// How strongly an item's place in the latent space follows its category rather than itself.
    private static let categoryPull: Float = 0.55
    private static let launchedShare = 0.12
    private static let discontinuedShare = 0.05
    private static let outOfStockShare = 0.03
    private static let priceSpread = 0.55

    let categories: [Category]
    /// Centre of each category in the latent space.
    let centres: [Taste]
    let category: [UInt8]
    let taste: [Taste]
    /// List price.
    let cents: [Int32]
    /// Logarithm of the price relative to the category's median.
    let relativePrice: [Float]
    /// First day on sale; 0 for items that were there before the span.
    let launchDay: [Int16]
    /// First day no longer on sale; `ShopCalendar.dayCount` for items that outlive the span.
    let endDay: [Int16]
    let stock: [Int32]
    /// Items of each category. The first is on sale during the whole span.
    let members: [[Int32]]
    /// Popularity among the items of a category.
    let popularity: [AliasTable]
    /// Seed of each item's name and description, which are composed when written.
    let textSeed: [UInt64]

    var count: Int { category.count }

    init(count: Int, random: inout RandomSource) {
        let categories = Array(Category.all.prefix(count))
        let centres = Self.centres(count: categories.count, random: &random)
        let shares = AliasTable(weights: categories.map(\.share))
        let ranks = random.shuffled(Array(0..<Int32(count)))
        var category: [UInt8] = []
        var taste: [Taste] = []
        var relativePrice: [Float] = []
        var sale: [(launch: Int16, end: Int16)] = []
        var stock: [Int32] = []
        var textSeed: [UInt64] = []
        for item in 0..<count {
            let isAnchor = item < categories.count
            let part = isAnchor ? item : shares.draw(&random)
            category.append(UInt8(part))
            taste.append((centres[part] * Self.categoryPull + Taste.random(&random)).normalized)
            relativePrice.append(Float(Self.priceSpread * random.gaussian()))
            let days = Self.daysOnSale(&random)
            sale.append(isAnchor ? (0, Int16(ShopCalendar.dayCount)) : days)
            stock.append(Self.stock(&random))
            textSeed.append(random.next())
        }
        self.categories = categories
        self.centres = centres
        self.category = category
        self.taste = taste
        self.relativePrice = relativePrice
        cents = zip(category, relativePrice).map { Self.cents(median: categories[Int($0)].medianPrice, relative: $1) }
        launchDay = sale.map(\.launch)
        endDay = sale.map(\.end)
        self.stock = stock
        self.textSeed = textSeed
        var members = [[Int32]](repeating: [], count: categories.count)
        for item in 0..<count { members[Int(category[item])].append(Int32(item)) }
        self.members = members
        popularity = members.map { items in
            AliasTable(weights: items.map { pow(Double(ranks[Int($0)]) + Self.zipfOffset, -Self.zipfExponent) })
        }
    }

    func isOnSale(_ item: Int, day: Int) -> Bool {
        Int(launchDay[item]) <= day && day < Int(endDay[item])
    }

    func isDiscontinued(_ item: Int) -> Bool {
        Int(endDay[item]) < ShopCalendar.dayCount
    }

    func id(of item: Int) -> Int { Identifier.number(index: item, count: count) }

    /// One direction per category: a coordinate axis, blurred so that neighbouring categories share buyers.
    private static func centres(count: Int, random: inout RandomSource) -> [Taste] {
        (0..<count).map { category in
            var centre = Taste.random(&random) * 0.5
            centre[category] += 1
            return centre.normalized
        }
    }

    private static func daysOnSale(_ random: inout RandomSource) -> (launch: Int16, end: Int16) {
        let isLaunched = random.uniform() < launchedShare
        let launch = isLaunched ? 1 + random.integer(below: 150) : 0
        let isDiscontinued = random.uniform() < discontinuedShare
        let span = ShopCalendar.dayCount
        let end = isDiscontinued ? launch + 1 + random.integer(below: span - launch - 1) : span
        return (Int16(launch), Int16(end))
    }

    private static func stock(_ random: inout RandomSource) -> Int32 {
        let level = Int32(exp(3.5 + random.gaussian()).rounded())
        return random.uniform() < outOfStockShare ? 0 : level
    }

    /// The nearest price that ends in 49 or 99.
    private static func cents(median: Double, relative: Float) -> Int32 {
        Int32(max((median * exp(Double(relative)) / 50).rounded(), 1)) * 50 - 1
    }
}
