import Foundation
import LinearAlgebra

/// The customers of the shop, in columns: one element per user.
struct Customers: Sendable {
    static let ageBands = ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"]
    static let genders = ["f", "m", "x"]
    static let regions = ["north", "south", "east", "west", "centre", "coast", "capital", "islands"]

    /// How far a customer's taste moves over the span; tastes themselves have length 1.
    static let driftSize = 0.8
    /// Deviation of the logarithm of activity.
    static let activityDeviation = 0.85
    private static let ageEffect: Float = 0.5
    private static let genderEffect: Float = 0.4
    private static let regionEffect: Float = 0.25
    private static let newcomerShare = 0.3
    private static let leaverShare = 0.25
    private static let optInShare = 0.42
    private static let missingShares = (ageBand: 0.06, gender: 0.04, region: 0.02)

    /// Taste in the middle of the span.
    let taste: [Taste]
    /// Direction in which the taste drifts, of length 1.
    let drift: [Taste]
    let priceSensitivity: [Float]
    /// Who comes how often.
    let activity: AliasTable
    /// Day of registration; negative before the span.
    let signupDay: [Int16]
    /// First day the customer no longer comes; `ShopCalendar.dayCount` for those who stay.
    let leaveDay: [Int16]
    private let demographics: [Demographics]

    /// Indices into the lists above; nil where the cell is missing.
    private struct Demographics {
        var ageBand: UInt8?
        var gender: UInt8?
        var region: UInt8?
        var optIn: Bool

        var missingCells: Int { (ageBand == nil ? 1 : 0) + (gender == nil ? 1 : 0) + (region == nil ? 1 : 0) }
    }

    var count: Int { taste.count }

    /// Empty cells of `users.csv`.
    var missingCells: Int { demographics.reduce(0) { $0 + $1.missingCells } }

    init(count: Int, random: inout RandomSource) {
        let effects = Effects(&random)
        var taste: [Taste] = []
        var drift: [Taste] = []
        var priceSensitivity: [Float] = []
        var activity: [Double] = []
        var days: [(signup: Int16, leave: Int16)] = []
        var demographics: [Demographics] = []
        for user in 0..<count {
            var person = Self.person(&random)
            taste.append((effects.mean(of: person) + Taste.random(&random)).normalized)
            drift.append(Taste.random(&random).normalized)
            priceSensitivity.append(Float(exp(0.4 * random.gaussian())))
            activity.append(exp(Self.activityDeviation * random.gaussian()))
            // The first customer is always there, so that there is someone to come on each day.
            let stay = Self.stay(&random)
            days.append(user == 0 ? (min(stay.signup, -1), Int16(ShopCalendar.dayCount)) : stay)
            Self.forget(&person, &random)
            demographics.append(person)
        }
        self.taste = taste
        self.drift = drift
        self.priceSensitivity = priceSensitivity
        self.activity = AliasTable(weights: activity)
        signupDay = days.map(\.signup)
        leaveDay = days.map(\.leave)
        self.demographics = demographics
    }

    /// A customer's taste on a day: the drift passes through the middle of the span.
    func taste(of user: Int, day: Int) -> Taste {
        taste[user] + drift[user] * Float(Self.driftSize * (ShopCalendar.position(day: day) - 0.5))
    }

    func isCustomer(_ user: Int, day: Int) -> Bool {
        Int(signupDay[user]) <= day && day < Int(leaveDay[user])
    }

    /// Draws who comes on a day, in proportion to activity among those who are customers then.
    func draw(day: Int, _ random: inout RandomSource) -> Int {
        var user = activity.draw(&random)
        for _ in 0..<32 where !isCustomer(user, day: day) { user = activity.draw(&random) }
        while !isCustomer(user, day: day) { user = (user + 1) % count }
        return user
    }

    func id(of user: Int) -> Int { Identifier.number(index: user, count: count) }

    /// Writes `users.csv`.
    func write(to destination: URL) throws(SampleShopError) {
        let header = ["user_id", "age_band", "gender", "region", "signup_date", "email_opt_in"]
        var csv = try CSVWriter(destination: destination, header: header)
        for user in 0..<count {
            let person = demographics[user]
            csv.integer(id(of: user), letter: Identifier.user)
            if let ageBand = person.ageBand { csv.text(Self.ageBands[Int(ageBand)]) } else { csv.missing() }
            if let gender = person.gender { csv.text(Self.genders[Int(gender)]) } else { csv.missing() }
            if let region = person.region { csv.text(Self.regions[Int(region)]) } else { csv.missing() }
            csv.text(ShopCalendar.date(day: Int(signupDay[user])))
            csv.text(person.optIn ? "true" : "false")
            try csv.endRow()
        }
        try csv.finish()
    }

    /// What age, gender and region do to taste.
    private struct Effects {
        let age: Taste
        let gender: Taste
        let regions: [Taste]

        init(_ random: inout RandomSource) {
            age = Taste.random(&random).normalized * Customers.ageEffect
            gender = Taste.random(&random).normalized * Customers.genderEffect
            var regions: [Taste] = []
            for _ in Customers.regions {
                regions.append(Taste.random(&random).normalized * Customers.regionEffect)
            }
            self.regions = regions
        }

        func mean(of person: Demographics) -> Taste {
            // Age acts from -1 for the youngest to +1 for the oldest; gender -1, +1 and, for x, 0.
            let ageLevel = Float(person.ageBand ?? 0) * 2 / Float(Customers.ageBands.count - 1) - 1
            let genderLevel: Float = [-1, 1, 0][Int(person.gender ?? 2)]
            return age * ageLevel + gender * genderLevel + regions[Int(person.region ?? 0)]
        }
    }

    private static func person(_ random: inout RandomSource) -> Demographics {
        let position = random.uniform()
        let gender: UInt8 = position < 0.53 ? 0 : position < 0.98 ? 1 : 2
        return Demographics(
            ageBand: UInt8(random.integer(below: ageBands.count)), gender: gender,
            region: UInt8(random.integer(below: regions.count)), optIn: random.uniform() < optInShare)
    }

    private static func forget(_ person: inout Demographics, _ random: inout RandomSource) {
        if random.uniform() < missingShares.ageBand { person.ageBand = nil }
        if random.uniform() < missingShares.gender { person.gender = nil }
        if random.uniform() < missingShares.region { person.region = nil }
    }

    private static func stay(_ random: inout RandomSource) -> (signup: Int16, leave: Int16) {
        let span = ShopCalendar.dayCount
        let isNewcomer = random.uniform() < newcomerShare
        let signup = isNewcomer ? random.integer(below: span) : -1 - random.integer(below: 900)
        let isLeaver = random.uniform() < leaverShare
        let from = max(signup, 0)
        let leave = isLeaver ? from + 1 + random.integer(below: span - from) : span
        return (Int16(signup), Int16(leave))
    }
}
