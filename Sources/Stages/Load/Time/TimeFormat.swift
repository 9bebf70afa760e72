import Foundation

/// How a timestamp column is written, and the zone of times that state none.
public struct TimeFormat: Sendable, Equatable {
    enum Style: Sendable, Equatable {
        case iso8601
        /// Seconds since 1970, or thousandths of them.
        case unix(unitsPerSecond: Int64)
        case pattern(TimePattern)
    }

    let style: Style
    let zone: TimeZone

    /// - Parameters:
    ///   - spelling: `iso8601`, `unix`, `unix_ms` or a strftime pattern.
    ///   - zone: an IANA name such as `Europe/Berlin`.
    /// - Throws: ``LoadError/invalidSetting`` for an unknown zone or a pattern that cannot be read.
    public init(_ spelling: String, timeZone zone: String = "UTC") throws(LoadError) {
        switch spelling {
        case "iso8601": style = .iso8601
        case "unix": style = .unix(unitsPerSecond: 1)
        case "unix_ms": style = .unix(unitsPerSecond: 1_000)
        default: style = .pattern(try TimePattern(spelling))
        }
        guard let zone = TimeZone(identifier: zone) else {
            throw .invalidSetting(
                "timezone", found: zone.debugDescription, expected: "an IANA name such as `UTC` or `Europe/Berlin`")
        }
        self.zone = zone
    }
}
