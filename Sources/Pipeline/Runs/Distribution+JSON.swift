import Modelling

extension Distribution {
    /// As the cache keeps it: bins as `[lower, upper, members]`.
    var json: JSON {
        [
            "title": .string(title), "members": .string(members),
            "bins": .array(bins.map { [.integer($0.lower), .integer($0.upper), .integer($0.members)] }),
        ]
    }

    init?(_ json: JSON) {
        guard let title = json["title"]?.stringValue, let members = json["members"]?.stringValue,
            let bins = json["bins"]?.arrayValue
        else { return nil }
        self.init(
            title: title, members: members,
            bins: bins.compactMap { bin in
                let numbers = (bin.arrayValue ?? []).compactMap(\.integerValue)
                return numbers.count == 3 ? Bin(lower: numbers[0], upper: numbers[1], members: numbers[2]) : nil
            })
    }
}
