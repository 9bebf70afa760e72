import Foundation
import Tables

extension DatasetSettings {
    /// Reads one entry of a config's `datasets`; nil where its source is not known.
    init?(named name: String, from settings: SettingsReader) {
        let source = settings.component("source", from: settings.catalog.sources, "What it is read from.")
        let columns = settings.namedObjects(
            "columns", "The columns to read, by the logical names that pipelines know them by."
        ) { name, reader in
            ColumnSettings(named: name, from: reader)
        }
        if columns.isEmpty, settings.site["columns"].node?.members != nil {
            settings.site["columns"].report("no columns are read", hint: "name at least one")
        }
        let clean = settings.objects("clean", "The site's own repairs, run before the pipeline's cleaning.") { reader in
            reader.component("step", from: reader.catalog.cleaningSteps, "The cleaning step.")
        }
        let timezone = settings.value("timezone", default: "UTC", "IANA zone of times that state none.")
        if !settings.isDescribing, TimeZone(identifier: timezone) == nil {
            settings.site["timezone"].reportUnknown("time zone", timezone, among: TimeZone.knownTimeZoneIdentifiers)
        }
        let limit = settings.value(
            "max_bad_rows", default: 0.001, .atLeast(0),
            "How many rows may be rejected: a share of the rows below 1, a count from 1.")
        if limit > 1, limit != limit.rounded() {
            settings.site["max_bad_rows"].report("expected a share below 1 or a whole count, found \(limit)")
        }
        guard let source else { return nil }
        self.init(
            name: name, source: source, columns: columns.map(\.settings), clean: clean.compactMap(\.self),
            timezone: timezone, badRowLimit: BadRowLimit(limit))
    }

    /// What is known of a table of this dataset before any row is read.
    public var schema: TableSchema {
        TableSchema(columns.map { .init(name: $0.name, type: $0.type) })
    }
}
