import Tables

extension ColumnType: SettingChoice {}

extension ColumnSettings {
    /// Reads one entry of a dataset's `columns`.
    init(named name: String, from settings: SettingsReader) {
        let reference: ColumnReference? = settings.optional(
            "from", "The file's column: its name in the header, or its zero-based position.")
        let constant: ConstantCell? = settings.optional("value", "A constant, the same in every row, instead of from.")
        type = settings.required("type", "What the cells hold.")
        let format: TimestampFormat? = settings.optional(
            "format", "How a timestamp is written: iso8601 (the default), unix, unix_ms or a strftime pattern.")
        isIntegral = settings.value(
            "integral", default: false, "Whether a spelling such as 17850.0 stands for the whole number 17850.")
        isRequired = settings.value("required", default: false, "Whether a missing cell rejects its row.")
        timestampFormat = format ?? .iso8601
        origin = constant.map { .constant($0.json) } ?? reference?.origin ?? .header(name)
        self.name = name
        check(at: settings.site, isFrom: reference != nil, isConstant: constant != nil, hasFormat: format != nil)
    }

    /// What the keys say to each other. Keys that could not be read are left alone.
    private func check(at site: SettingsSite, isFrom: Bool, isConstant: Bool, hasFormat: Bool) {
        guard site.node?.members != nil else { return }
        let statesFrom = site["from"].isStated, statesValue = site["value"].isStated
        if statesFrom, statesValue {
            site["value"].report("a column has either \"from\" or \"value\", not both", hint: "remove one of them")
        } else if !statesFrom, !statesValue {
            site.report("the column has neither \"from\" nor \"value\"", hint: "name the file's column with \"from\"")
        }
        guard !site["type"].isUnreadable else { return }
        if hasFormat, type != .timestamp {
            site["format"].report("only a timestamp has a format, and the column's type is \(type.rawValue)")
        }
        if isIntegral, type != .string, type != .int64 {
            site["integral"].report("only string and int64 columns can be integral; the type is \(type.rawValue)")
        }
        if isConstant, !statesFrom { checkConstant(at: site["value"]) }
    }

    private func checkConstant(at site: SettingsSite) {
        guard case .constant(let value) = origin, let node = site.node else { return }
        let fits =
            switch type {
            case .string: value.stringValue != nil
            case .int64: value.integerValue != nil
            case .float64: value.doubleValue?.isFinite == true
            case .bool: value.boolValue != nil
            case .timestamp: value.stringValue != nil || value.integerValue != nil
            }
        if !fits { site.reportMismatch(expected: "a value of the column's type, \(type.rawValue)", found: node) }
    }
}

/// The value of `from`.
private struct ColumnReference: SettingValue {
    let origin: ColumnSettings.Origin

    static var shape: SettingShape { .anyOf([.string(pattern: nil), .integer(.atLeast(0))]) }
    static var placeholder: ColumnReference { ColumnReference(origin: .position(0)) }

    static func decode(_ node: JSONNode, at site: SettingsSite) -> ColumnReference? {
        switch node.value {
        case .string(let name): return ColumnReference(origin: .header(name))
        case .number(let text):
            if let position = Int(text), position >= 0 { return ColumnReference(origin: .position(position)) }
        default: break
        }
        site.reportMismatch(expected: "a column's name or zero-based position", found: node)
        return nil
    }

    var json: JSON {
        switch origin {
        case .header(let name): .string(name)
        case .position(let position): .integer(position)
        case .constant(let value): value
        }
    }
}

/// The value of `value`.
private struct ConstantCell: SettingValue {
    let json: JSON

    static var shape: SettingShape { .anyOf([.string(pattern: nil), .number(nil), .bool]) }
    static var placeholder: ConstantCell { ConstantCell(json: "") }

    static func decode(_ node: JSONNode, at site: SettingsSite) -> ConstantCell? {
        switch node.value {
        case .string, .number, .bool: return ConstantCell(json: node.json)
        default:
            site.reportMismatch(expected: "a string, a number, true or false", found: node)
            return nil
        }
    }
}

extension ColumnSettings.TimestampFormat: SettingValue {
    private static let spellings: [(text: String, format: Self)] = [
        ("iso8601", .iso8601), ("unix", .unixSeconds), ("unix_ms", .unixMilliseconds),
    ]

    public static var shape: SettingShape { .anyOf([.choice(spellings.map(\.text)), .string(pattern: "%")]) }
    public static var placeholder: Self { .iso8601 }

    public static func decode(_ node: JSONNode, at site: SettingsSite) -> Self? {
        guard let text = String.decode(node, at: site) else { return nil }
        if let spelling = spellings.first(where: { $0.text == text }) { return spelling.format }
        if text.contains("%") { return .pattern(text) }
        site.reportUnknown("format", text, among: spellings.map(\.text) + ["%Y-%m-%d %H:%M:%S"])
        return nil
    }

    public var json: JSON { .string(spelling) }
}
