import Foundation
import Pipeline

extension Numbers {
    /// Labels of ticks that lie `step` apart, none further from zero than `largest`: all with the same unit and decimals.
    package static func tick(_ value: Double, step: Double, largest: Double) -> String {
        let (unit, suffix): (Double, String) =
            switch largest {
            case 1e15...: (1, "")
            case 1e9...: (1e9, "G")
            case 1e6...: (1e6, "M")
            case 1e4...: (1e3, "k")
            default: (1, "")
            }
        let decimals = Int(max(0, -(log10(step / unit) + 1e-9).rounded(.down)))
        guard largest < 1e15, decimals <= 6 else { return metric(value) }
        if unit == 1, decimals == 0 { return count(Int(value.rounded())) }
        return value == 0 ? "0" : fixed(value / unit, places: decimals) + suffix
    }
}
