import Foundation

extension SampleShop {
    /// What the generator planted, as `truth.json` states it: the answers that analyses of the shop should find.
    public struct Truth: Sendable, Hashable, Codable {
        /// Version of this file's layout.
        public let schema: Int
        public let options: Options
        /// First instant of the log and the first after it, in unix seconds. Sessions begun before the end may
        /// finish a little after it.
        public let start: Int
        public let end: Int
        public let promotion: Promotion
        /// How far each customer's taste, a vector of length 1, moves in a straight line over the span.
        public let tasteDrift: Double
        public let season: Season
        /// Days after which buyers of a consumable need it again, by category.
        public let replenishDays: [String: Int]
        /// Ids of the users that are programs.
        public let botUsers: [String]
        public let summary: Summary

        /// The effect of promotions.
        public struct Promotion: Sendable, Hashable, Codable {
            /// While its category is promoted, the odds that a view becomes a purchase are multiplied by this. Buying
            /// a consumable again is planned demand and stays as it is.
            public let viewToPurchaseOddsFactor: Double

            enum CodingKeys: String, CodingKey {
                case viewToPurchaseOddsFactor = "view_to_purchase_odds_factor"
            }
        }

        /// The rhythm of the traffic: each is a factor 1 + amplitude · cos(2π(t − peak)/period).
        public struct Season: Sendable, Hashable, Codable {
            /// Period 7 days, t = 0 on Monday.
            public let weeklyAmplitude: Double
            public let weeklyPeak: Double
            /// Period 24 hours UTC; two thirds of the amplitude lie at that period, one third at 12 hours.
            public let dailyAmplitude: Double
            public let dailyPeak: Double
            /// Traffic at the end of the span is this much above that at its start.
            public let growth: Double

            enum CodingKeys: String, CodingKey {
                case weeklyAmplitude = "weekly_amplitude"
                case weeklyPeak = "weekly_peak"
                case dailyAmplitude = "daily_amplitude"
                case dailyPeak = "daily_peak"
                case growth
            }
        }

        enum CodingKeys: String, CodingKey {
            case schema, options, start, end, promotion, season, summary
            case tasteDrift = "taste_drift"
            case replenishDays = "replenish_days"
            case botUsers = "bot_users"
        }
    }
}

extension SampleShop.Truth {
    init(
        options: SampleShop.Options, summary: SampleShop.Summary, categories: [Category], botUsers: [Int]
    ) {
        schema = 1
        self.options = options
        start = ShopCalendar.start
        end = ShopCalendar.startOfDay(ShopCalendar.dayCount)
        promotion = Promotion(viewToPurchaseOddsFactor: Promotions.oddsFactor)
        tasteDrift = Customers.driftSize
        season = Season(
            weeklyAmplitude: ShopCalendar.weeklyAmplitude, weeklyPeak: ShopCalendar.weeklyPeak,
            dailyAmplitude: ShopCalendar.dailyAmplitude, dailyPeak: ShopCalendar.dailyPeak,
            growth: ShopCalendar.growth)
        replenishDays = Dictionary(
            uniqueKeysWithValues: categories.compactMap { part in part.replenishDays.map { (part.name, $0) } })
        self.botUsers = botUsers.map { Identifier.text(Identifier.user, $0) }
        self.summary = summary
    }

    /// Writes `truth.json`: keys sorted, so that the same truth gives the same bytes.
    func write(to destination: URL) throws(SampleShopError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes: Data
        do {
            bytes = try encoder.encode(self)
        } catch {
            throw .cannotWrite(path: destination.path, reason: String(describing: error))
        }
        var file = try ReplacingFile(destination: destination)
        try file.append(Array(bytes) + [UInt8(ascii: "\n")])
        try file.finish()
    }
}
