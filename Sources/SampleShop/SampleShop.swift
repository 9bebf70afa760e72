import Foundation

/// A made-up shop with known properties: customers, catalogue, promotions and the log of what happened.
///
/// The generator plants everything a shop's data has, good and bad (tastes, seasons, drift, promotions with a known
/// effect, bots, duplicates, missing and malformed cells), and writes what it planted to `truth.json`, so that each
/// component can be tested against the truth.
///
/// The same options give the same bytes. Catalogue, customers, promotions and events draw from separate random
/// streams, so more events do not change the catalogue. Events are made one day at a time: memory grows with users,
/// items and the events of one day, not with the length of the log.
public struct SampleShop: Sendable {
    public let options: Options

    public init(options: Options) {
        self.options = options
    }

    /// Writes the shop's files into `directory`, which is made when absent.
    ///
    /// Each file is written beside its place and renamed when whole. `truth.json` is taken away first and written
    /// last: where it stands, the set is complete and of one generation.
    ///
    /// - Returns: the rows of each file and the counts of each kind of dirt.
    /// - Throws: `SampleShopError.cannotWrite`.
    public func write(to directory: URL) throws(SampleShopError) -> Summary {
        try prepare(directory)
        var streams = RandomStreams(seed: options.seed)
        let calendar = ShopCalendar()
        let catalogue = Catalogue(count: options.items, random: &streams.catalogue)
        let customers = Customers(count: options.users, random: &streams.customers)
        let promotions = Promotions(
            categoryCount: catalogue.categories.count, random: &streams.promotions)
        let plan = EventPlan(options: options)
        let bots = Bots(plan: plan, userCount: options.users, random: &streams.bots)

        try customers.write(to: directory.appendingPathComponent(FileName.users))
        try catalogue.write(to: directory.appendingPathComponent(FileName.items))
        try promotions.write(
            to: directory.appendingPathComponent(FileName.promotions), categories: catalogue.categories)
        var log = EventLog(
            plan: plan, calendar: calendar, catalogue: catalogue, customers: customers, promotions: promotions,
            bots: bots, streams: streams)
        let counts = try log.write(to: directory.appendingPathComponent(FileName.events))

        let summary = Summary(
            files: .init(
                events: counts.rows, users: options.users, items: options.items, promotions: promotions.count),
            dirt: counts.dirt(missingUserCells: customers.missingCells, bots: bots.users.count),
            clean: .init(views: counts.views, carts: counts.carts, purchases: counts.purchases))
        let truth = Truth(
            options: options, summary: summary, categories: catalogue.categories,
            botUsers: bots.users.map(customers.id(of:)))
        try truth.write(to: directory.appendingPathComponent(FileName.truth))
        return summary
    }

    private func prepare(_ directory: URL) throws(SampleShopError) {
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            try ReplacingFile.removeAbandoned(in: directory, names: FileName.all)
            let truth = directory.appendingPathComponent(FileName.truth)
            if FileManager.default.fileExists(atPath: truth.path) { try FileManager.default.removeItem(at: truth) }
        } catch {
            throw .cannotWrite(path: directory.path, reason: error.localizedDescription)
        }
    }

    /// The names of the files in the output directory.
    public enum FileName {
        public static let events = "events.csv"
        public static let users = "users.csv"
        public static let items = "items.csv"
        public static let promotions = "promotions.csv"
        public static let truth = "truth.json"

        static let all = [events, users, items, promotions, truth]
    }
}
