/// One dataset of a site: where it lies, how its columns are called and typed, and the site's own repairs.
public struct DatasetSettings: Sendable {
    public let name: String
    public let source: Configured<any Source>
    public let columns: [ColumnSettings]
    /// The site's cleaning steps, run before the pipeline's on each table read from this dataset.
    public let clean: [Configured<any CleaningStep>]
    public let timezone: String
    public let badRowLimit: BadRowLimit

    public init(
        name: String, source: Configured<any Source>, columns: [ColumnSettings],
        clean: [Configured<any CleaningStep>], timezone: String, badRowLimit: BadRowLimit
    ) {
        self.name = name
        self.source = source
        self.columns = columns
        self.clean = clean
        self.timezone = timezone
        self.badRowLimit = badRowLimit
    }
}
