extension ConditionOutcome {
    /// Its members in `gate.json`; numbers it does not have are left out.
    var members: [JSON.Member] {
        [.init("status", .string(status.rawValue)), .init("text", .string(text))] + numbers.members
            + [.init("warnings", .array(warnings.map(JSON.string)))]
    }

    /// Reads back what `members` gave.
    init?(_ json: JSON) {
        guard let status = json["status"]?.stringValue.flatMap(Status.init), let text = json["text"]?.stringValue else {
            return nil
        }
        self.init(
            status, text, numbers: Numbers(json),
            warnings: (json["warnings"]?.arrayValue ?? []).compactMap(\.stringValue))
    }
}

extension ConditionOutcome.Numbers {
    fileprivate var members: [JSON.Member] {
        let numbers: [(String, JSON?)] = [
            ("metric", metric.map(JSON.string)), ("value", value.map(JSON.double)),
            ("champion", champion.map(JSON.double)), ("difference", difference.map(JSON.double)),
            ("lower_bound", lowerBound.map(JSON.double)), ("users", userCount.map(JSON.integer)),
            ("segments", segments.isEmpty ? nil : .array(segments.map(\.json))),
        ]
        return numbers.compactMap { name, value in value.map { .init(name, $0) } }
    }

    fileprivate init(_ json: JSON) {
        self.init(metric: json["metric"]?.stringValue, value: json["value"]?.doubleValue)
        champion = json["champion"]?.doubleValue
        difference = json["difference"]?.doubleValue
        lowerBound = json["lower_bound"]?.doubleValue
        userCount = json["users"]?.integerValue
        segments = (json["segments"]?.arrayValue ?? []).compactMap(ConditionOutcome.SegmentOutcome.init)
    }
}

extension ConditionOutcome.SegmentOutcome {
    fileprivate var json: JSON {
        [
            "segment": .string(name), "users": .integer(userCount), "value": .double(value),
            "champion": .double(champion), "difference": .double(difference), "decides": .bool(decides),
        ]
    }

    fileprivate init?(_ json: JSON) {
        guard let name = json["segment"]?.stringValue, let users = json["users"]?.integerValue,
            let value = json["value"]?.doubleValue, let champion = json["champion"]?.doubleValue,
            let difference = json["difference"]?.doubleValue, let decides = json["decides"]?.boolValue
        else { return nil }
        self.init(
            name: name, userCount: users, value: value, champion: champion, difference: difference, decides: decides)
    }
}
