/// What was written to the log, by kind and flaw.
struct EventCounts: Sendable {
    private(set) var rows = 0
    private(set) var views = 0
    private(set) var carts = 0
    private(set) var purchases = 0
    private(set) var badTimestamps = 0
    private var duplicates = 0
    private var missingUsers = 0
    private var missingItems = 0
    private var wrongFieldCounts = 0
    private var botRows = 0
    private var lateRows = 0
    private var newestTimestamp = Int64.min

    mutating func add(_ event: Event) {
        rows += 1
        switch event.flaw {
        case .none: addClean(event.kind)
        case .bot: botRows += 1
        case .duplicate: duplicates += 1
        case .missingUser: missingUsers += 1
        case .missingItem: missingItems += 1
        case .badTimestamp: badTimestamps += 1
        case .tooFewFields, .tooManyFields: wrongFieldCounts += 1
        }
        guard event.flaw != .badTimestamp else { return }
        if event.timestamp < newestTimestamp { lateRows += 1 }
        newestTimestamp = max(newestTimestamp, event.timestamp)
    }

    func dirt(missingUserCells: Int, bots: Int) -> SampleShop.Summary.Dirt {
        SampleShop.Summary.Dirt(
            duplicateRows: duplicates, missingUserRows: missingUsers, missingItemRows: missingItems,
            badTimestampRows: badTimestamps, wrongFieldCountRows: wrongFieldCounts, bots: bots, botRows: botRows,
            lateRows: lateRows, missingUserCells: missingUserCells)
    }

    private mutating func addClean(_ kind: Event.Kind) {
        switch kind {
        case .view: views += 1
        case .cart: carts += 1
        case .purchase: purchases += 1
        }
    }
}
