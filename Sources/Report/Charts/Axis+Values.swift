import Foundation
import Pipeline

extension Axis {
    /// More values than this are read off round numbers instead.
    private static let mostMarkedValues = 8

    /// An axis for points that stand at these values: clear of both ends, and marked where they are when they are few.
    package static func marking(_ title: String, _ values: [Double], isLogarithmic: Bool) -> Axis {
        let distinct = Set(values.filter(\.isFinite)).sorted()
        guard let least = distinct.first, let most = distinct.last else { return .linear(title, covering: []) }
        let isLogarithmic = isLogarithmic && least > 0
        let lower: Double
        let upper: Double
        if isLogarithmic {
            let room = most > least ? pow(most / least, 0.04) : 2
            (lower, upper) = (least / room, most * room)
        } else {
            let room = most > least ? (most - least) * 0.04 : max(abs(least) * 0.05, 1)
            (lower, upper) = (least - room, most + room)
        }
        let round =
            isLogarithmic
            ? Axis.logarithmic(title, covering: [lower, upper]) : .linear(title, covering: [lower, upper])
        guard distinct.count <= mostMarkedValues, lower < upper else { return round }
        return Axis(
            title: title, scale: Scale(isLogarithmic ? .logarithmic : .linear, domain: lower...upper),
            ticks: distinct.map { Tick(value: $0, label: JSON.double($0).text()) })
    }

    /// An axis over names, one place each, with room at both ends.
    package static func names(_ title: String, _ names: [String]) -> Axis {
        Axis(
            title: title, scale: Scale(.linear, domain: -0.5...Double(max(names.count, 1)) - 0.5),
            ticks: names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) })
    }
}
