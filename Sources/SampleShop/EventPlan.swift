/// How the rows of the log divide into people's events and dirt.
///
/// Rows of people + rows of bots + duplicates + malformed rows = `total`, exactly. Missing ids are cells of people's
/// rows, not further rows.
struct EventPlan: Sendable {
    private static let duplicateShare = 0.004
    /// Half of the share that readers accept by default.
    private static let malformedShare = 0.000_5
    private static let missingUserShare = 0.003
    private static let missingItemShare = 0.001
    private static let botShare = 0.04
    private static let rowsPerBot = 1_600
    private static let usersPerBot = 200

    let total: Int
    let bots: Int
    let botRows: Int
    let duplicates: Int
    let malformed: Int
    let missingUsers: Int
    let missingItems: Int

    /// Events of people.
    var peopleRows: Int { total - botRows - duplicates - malformed }

    init(options: SampleShop.Options) {
        total = options.events
        let size = Double(options.events)
        // Few users have many rows each; a shop with few users or events has no bot.
        bots = min(options.users / Self.usersPerBot, Int(size * Self.botShare) / Self.rowsPerBot)
        botRows = bots == 0 ? 0 : Int(size * Self.botShare)
        duplicates = Int(size * Self.duplicateShare)
        malformed = Int(size * Self.malformedShare)
        missingUsers = Int(size * Self.missingUserShare)
        missingItems = Int(size * Self.missingItemShare)
    }
}
