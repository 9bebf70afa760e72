import Foundation
import LinearAlgebra

/// Makes the log one day at a time and writes it in the order in which rows arrived.
///
/// Memory holds one day's events and what is still on its way at midnight.
struct EventLog: Sendable {
    private static let header = [
        "user_id", "item_id", "event", "timestamp", "session_id", "price", "promotion_id",
    ]
    /// What a row with an unreadable timestamp holds in its place.
    private static let badTimestamps = ["##########", "2025-02-30 25:61:00", "17384x2211"]

    private let plan: EventPlan
    private let calendar: ShopCalendar
    private let catalogue: Catalogue
    private let customers: Customers
    private let promotions: Promotions
    private let bots: Bots
    private var shoppers: Shoppers
    private var dirt: Dirt
    private var botRandom: RandomSource

    init(
        plan: EventPlan, calendar: ShopCalendar, catalogue: Catalogue, customers: Customers, promotions: Promotions,
        bots: Bots, streams: RandomStreams
    ) {
        self.plan = plan
        self.calendar = calendar
        self.catalogue = catalogue
        self.customers = customers
        self.promotions = promotions
        self.bots = bots
        shoppers = Shoppers(
            catalogue: catalogue, customers: customers, promotions: promotions, calendar: calendar,
            random: streams.sessions)
        dirt = Dirt(plan: plan, random: streams.dirt)
        botRandom = streams.bots
    }

    /// Writes `events.csv` and counts what went into it.
    mutating func write(to destination: URL) throws(SampleShopError) -> EventCounts {
        var csv = try CSVWriter(destination: destination, header: Self.header)
        var counts = EventCounts()
        var pending: [Event] = []
        var peopleRows = 0
        for day in 0..<ShopCalendar.dayCount {
            var events = people(day: day, peopleRows: &peopleRows)
            dirt.soil(&events, peopleRows: peopleRows)
            bots.crawl(
                day: day, catalogue: catalogue, promotions: promotions, random: &botRandom, into: &events)
            pending += events
            let isLast = day == ShopCalendar.dayCount - 1
            let midnight = isLast ? Int64.max : Int64(ShopCalendar.startOfDay(day + 1))
            try writeArrived(before: midnight, &pending, &counts, &csv)
        }
        try csv.finish()
        return counts
    }

    /// Sessions of a day, up to the day's share of the traffic.
    private mutating func people(day: Int, peopleRows: inout Int) -> [Event] {
        var events: [Event] = []
        let target = Int((Double(plan.peopleRows) * calendar.cumulativeTraffic[day + 1]).rounded())
        while peopleRows + events.count < target { shoppers.visit(day: day, bots: bots, into: &events) }
        // Only at the end of the span may a session be cut short, to hit the number of rows exactly.
        let excess = peopleRows + events.count - plan.peopleRows
        if excess > 0 { events.removeLast(excess) }
        peopleRows += events.count
        return events
    }

    private func writeArrived(
        before limit: Int64, _ pending: inout [Event], _ counts: inout EventCounts, _ csv: inout CSVWriter
    ) throws(SampleShopError) {
        // Arrivals tie; the position breaks ties, so the order does not depend on the sorting algorithm.
        let order = pending.indices.sorted { (pending[$0].arrival, $0) < (pending[$1].arrival, $1) }
        var waiting: [Event] = []
        for index in order {
            if pending[index].arrival < limit {
                counts.add(pending[index])
                try write(pending[index], badCell: counts.badTimestamps, &csv)
            } else {
                waiting.append(pending[index])
            }
        }
        pending = waiting
    }

    private func write(_ event: Event, badCell: Int, _ csv: inout CSVWriter) throws(SampleShopError) {
        if event.flaw == .missingUser {
            csv.missing()
        } else {
            csv.integer(customers.id(of: Int(event.user)), letter: Identifier.user)
        }
        if event.flaw == .missingItem {
            csv.missing()
        } else {
            csv.integer(catalogue.id(of: Int(event.item)), letter: Identifier.item)
        }
        csv.text(event.kind.name)
        if event.flaw == .badTimestamp {
            csv.text(Self.badTimestamps[badCell % Self.badTimestamps.count])
        } else {
            csv.integer(Int(event.timestamp))
        }
        if event.flaw != .tooFewFields { writeRest(event, &csv) }
        try csv.endRow()
    }

    private func writeRest(_ event: Event, _ csv: inout CSVWriter) {
        csv.hexadecimal(event.session)
        csv.cents(Int(event.cents))
        if event.promotion >= 0 {
            csv.integer(Promotions.id(of: Int(event.promotion)), letter: Identifier.promotion)
        } else {
            csv.missing()
        }
        if event.flaw == .tooManyFields { csv.missing() }
    }
}
