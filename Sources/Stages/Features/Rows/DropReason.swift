/// Why a row can't be an interaction; a row is counted under the first that holds.
enum DropReason: UInt8, CaseIterable {
    case missingUser
    case missingItem
    case missingTime
    /// At or after the run's instant.
    case afterAsOf
    case missingRating
    /// Its label isn't named by `weight.values`, or its number is missing.
    case noWeight
    /// Its weight is 0 or below.
    case nonPositiveWeight

    /// As accounts spell it.
    var name: String {
        switch self {
        case .missingUser: "missing_user"
        case .missingItem: "missing_item"
        case .missingTime: "missing_time"
        case .afterAsOf: "after_as_of"
        case .missingRating: "missing_rating"
        case .noWeight: "no_weight"
        case .nonPositiveWeight: "non_positive_weight"
        }
    }
}
