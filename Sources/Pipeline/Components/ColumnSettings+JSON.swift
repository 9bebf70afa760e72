extension ColumnSettings {
    /// As cache keys and `run.json` hold it: only what decides how cells are read.
    public var json: JSON {
        var members: [JSON.Member] = [.init("type", .string(type.rawValue))]
        switch origin {
        case .header(let name): members.append(.init("from", .string(name)))
        case .position(let position): members.append(.init("from", .integer(position)))
        case .constant(let value): members.append(.init("value", value))
        }
        if type == .timestamp { members.append(.init("format", .string(timestampFormat.spelling))) }
        if isIntegral { members.append(.init("integral", true)) }
        if isRequired { members.append(.init("required", true)) }
        return .object(members)
    }
}

extension ColumnSettings.TimestampFormat {
    /// As a config spells it.
    public var spelling: String {
        switch self {
        case .iso8601: "iso8601"
        case .unixSeconds: "unix"
        case .unixMilliseconds: "unix_ms"
        case .pattern(let pattern): pattern
        }
    }
}

extension BadRowLimit {
    public var json: JSON {
        switch self {
        case .share(let share): .double(share)
        case .count(let count): .integer(count)
        }
    }
}
