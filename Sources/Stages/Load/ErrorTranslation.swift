import Pipeline

/// Tells what went wrong in the words of the pipeline, whose errors decide the exit code.
struct ErrorTranslation {
    let site: SettingsSite

    func error(for error: LoadError) -> any Error {
        let account = error.account
        switch error.category {
        case .setting:
            guard case .invalidSetting(let setting, _, _) = error else { return error }
            let place = setting.split(separator: ".").reduce(site) { $0[String($1)] }
            return ConfigurationError(problems: [
                Problem(
                    origin: place.origin, address: place.address, message: "found \(account.found)",
                    hint: "expected \(account.expected)")
            ])
        case .unreadable:
            return InputError(path: error.place?.file ?? "", found: "found \(account.found)", remedy: account.remedy)
        case .brokenRule:
            let place = error.place.map { place in place.line.map { "\(place.file):\($0)" } ?? place.file }
            return DataError(
                place: place ?? site.address, found: account.found, expected: account.expected, remedy: account.remedy)
        }
    }
}

extension ColumnRequest {
    /// What a config's column asks of a reader.
    ///
    /// - Throws: ``LoadError/invalidSetting`` for a timestamp format or zone that cannot be used.
    init(_ settings: ColumnSettings, timeZone: String) throws(LoadError) {
        self.init(
            name: settings.name, from: Origin(settings.origin), as: try Kind(settings, timeZone: timeZone),
            isRequired: settings.isRequired)
    }
}

extension ColumnRequest.Origin {
    init(_ origin: ColumnSettings.Origin) {
        self =
            switch origin {
            case .header(let name): .header(name)
            case .position(let position): .position(position)
            case .constant(let value): .constant(value.stringValue ?? value.text())
            }
    }
}

extension ColumnRequest.Kind {
    init(_ settings: ColumnSettings, timeZone: String) throws(LoadError) {
        self =
            switch settings.type {
            case .string: .string(integral: settings.isIntegral)
            case .int64: .int64(integral: settings.isIntegral)
            case .float64: .float64
            case .bool: .bool
            case .timestamp: .timestamp(try TimeFormat(settings.timestampFormat.spelling, timeZone: timeZone))
            }
    }
}

extension SourceReading {
    init(_ loaded: LoadedTable) {
        self.init(
            table: loaded.table, rowsRead: loaded.rowsRead,
            rejected: loaded.rejections.labelled.map { (reason: $0.label, count: $0.count) },
            rejectedRows: loaded.rejectedRows.map { row in
                RejectedRow(file: row.file, line: row.line, reason: row.label, cause: row.cause, text: row.text)
            })
    }
}
