import LinearAlgebra

/// Soils a day's events as real logs are soiled, towards the counts of the plan.
///
/// By the end of each day each kind has its planned number times the share of people's events made by then, rounded
/// down, so the counts of the whole log are exact. Only missing ids may stay below the plan, in a log so small that
/// too few rows can do without an id.
struct Dirt: Sendable {
    private static let lateShare = 0.004
    private static let longestDelay = 900

    private let plan: EventPlan
    private var random: RandomSource
    private var duplicates = 0
    private var malformed = 0
    private var missingUsers = 0
    private var missingItems = 0

    init(plan: EventPlan, random: RandomSource) {
        self.plan = plan
        self.random = random
    }

    /// Adds duplicates and malformed rows to a day's events of people and blanks ids in others.
    ///
    /// - Parameter peopleRows: people's events made up to now, this day's included.
    mutating func soil(_ events: inout [Event], peopleRows: Int) {
        guard !events.isEmpty else { return }
        func target(_ count: Int) -> Int {
            Int((Double(count) * (Double(peopleRows) / Double(plan.peopleRows))).rounded(.down))
        }
        let people = events.indices
        missingUsers += blank(&events, .missingUser, count: target(plan.missingUsers) - missingUsers)
        missingItems += blank(&events, .missingItem, count: target(plan.missingItems) - missingItems)
        delay(&events)
        while duplicates < target(plan.duplicates), let copy = copy(events, people, flaw: .duplicate) {
            events.append(copy)
            duplicates += 1
        }
        let flaws: [Event.Flaw] = [.badTimestamp, .tooFewFields, .tooManyFields]
        while malformed < target(plan.malformed), let copy = copy(events, people, flaw: flaws[malformed % 3]) {
            events.append(copy)
            malformed += 1
        }
    }

    /// Blanks an id in up to `count` rows that nothing depends on; returns in how many.
    private mutating func blank(_ events: inout [Event], _ flaw: Event.Flaw, count: Int) -> Int {
        guard count > 0 else { return 0 }
        // The day's first row stays whole, so that there is always one to copy.
        var candidates = events.indices.dropFirst().filter { events[$0].isExpendable && events[$0].flaw == .none }
        random.shuffle(&candidates)
        for index in candidates.prefix(count) { events[index].flaw = flaw }
        return min(count, candidates.count)
    }

    /// Lets some rows reach the log late, as from a phone that was out of reach.
    private mutating func delay(_ events: inout [Event]) {
        for index in events.indices where random.uniform() < Self.lateShare {
            events[index].arrival += Int64(1 + random.integer(below: Self.longestDelay))
        }
    }

    /// A copy of a whole row, arriving a little later; nil when it finds none.
    private mutating func copy(_ events: [Event], _ people: Range<Int>, flaw: Event.Flaw) -> Event? {
        let first = random.integer(below: people.count)
        let order = (0..<people.count).lazy.map { people.lowerBound + (first + $0) % people.count }
        guard let source = order.first(where: { events[$0].flaw == .none }) else { return nil }
        var copy = events[source]
        copy.flaw = flaw
        copy.arrival += Int64(1 + random.integer(below: 5))
        return copy
    }
}
