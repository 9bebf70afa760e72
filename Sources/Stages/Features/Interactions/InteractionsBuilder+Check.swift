import Pipeline
import Tables

extension InteractionsBuilder {
    public func check(_ schemas: [String: TableSchema], split: Configured<any SplitRule>?, at site: SettingsSite) {
        if let schema = schemas[table] {
            check(schema, split: split, at: site)
        } else if site["table"].node?.string != nil {
            site["table"].reportUnknown("table", table, among: schemas.keys.sorted())
        }
        checkSideTable(userTable, key: "users", idColumn: user, schemas, at: site)
        checkSideTable(itemTable, key: "items", idColumn: item, schemas, at: site)
        checkWeight(at: site)
        checkAggregate(at: site)
    }

    /// Columns and types of the table of interactions.
    private func check(_ schema: TableSchema, split: Configured<any SplitRule>?, at site: SettingsSite) {
        let reader = ColumnCheck(table: table, schema: schema)
        reader.require(user, types: IdentifierColumn.types, at: site["user"])
        reader.require(item, types: IdentifierColumn.types, at: site["item"])
        if let by = weight.by { reader.require(by, types: [.string], at: site["weight"]["by"]) }
        if let column = weight.column {
            reader.require(column, types: NumberColumn.types, at: site["weight"]["column"])
        }
        if let rating { reader.require(rating, types: NumberColumn.types, at: site["rating"]) }
        // The default name may be absent, a name that was asked for may not.
        let hasTimes = schema.type(of: time) != nil
        if hasTimes || site["time"].isStated { reader.require(time, types: [.timestamp], at: site["time"]) }
        if weight.halfLifeDays != nil, !hasTimes {
            site["weight"]["half_life_days"].report(
                "decay needs times, and the table \"\(table)\" has no column \"\(time)\"",
                hint: "name the column of times with `time`")
        }
        split.map { $0.component.check(schema, timeColumn: hasTimes ? time : nil, at: $0.site) }
    }

    private func checkSideTable(
        _ name: String?, key: String, idColumn: String, _ schemas: [String: TableSchema], at site: SettingsSite
    ) {
        guard let name else { return }
        guard let schema = schemas[name] else {
            site[key].reportUnknown("table", name, among: schemas.keys.sorted())
            return
        }
        ColumnCheck(table: name, schema: schema).require(idColumn, types: IdentifierColumn.types, at: site[key])
    }

    private func checkWeight(at site: SettingsSite) {
        let place = site["weight"]
        if weight.by != nil, weight.values.entries.isEmpty {
            place.report("`by` needs `values`", hint: "state the weight of each value: {\"view\": 1, \"purchase\": 5}")
        }
        if weight.by == nil, !weight.values.entries.isEmpty {
            place["values"].report("`values` needs `by`", hint: "name the column the values are of")
        }
        for (name, value) in weight.values.entries where value < 0 {
            place["values"][name].report(
                "a weight is at least 0, found \(JSON.double(value).text())",
                hint: "leave the name out to drop its rows")
        }
        if rating != nil, site["weight"].isStated {
            place.report("ratings have no weight", hint: "leave out `weight` or `rating`")
        }
    }

    /// Combinations in which a setting would have no effect, or none that makes sense.
    private func checkAggregate(at site: SettingsSite) {
        if rating != nil, aggregate == .sum || aggregate == .count {
            site["aggregate"].report(
                "ratings of a pair can't be aggregated by \(aggregate.rawValue)", hint: "one of: last, max")
        }
        guard aggregate == .count else { return }
        let stated: [(key: String, isStated: Bool)] = [
            ("column", weight.column != nil), ("transform", weight.transform != .raw), ("cap", weight.cap != nil),
            ("half_life_days", weight.halfLifeDays != nil),
        ]
        for (key, isStated) in stated where isStated {
            site["weight"][key].report(
                "the aggregate \"count\" counts rows, so `\(key)` would have no effect",
                hint: "leave it out, or aggregate by sum")
        }
    }
}
