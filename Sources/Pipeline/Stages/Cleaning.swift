import Tables

/// The clean stage: the site's own repairs, then the pipeline's steps.
public protocol Cleaning: Sendable {
    init(from settings: SettingsReader)

    var steps: [TableStep] { get }

    /// Checks all steps in order; the schemas are left as they will be after cleaning.
    func check(_ schemas: inout [String: TableSchema], siteSteps: [TableStep])

    /// Cleans the tables in place and accounts for every step.
    func run(_ tables: inout [String: Table], siteSteps: [TableStep], in context: RunContext) throws -> [StepAccount]
}

/// A cleaning step and the table it works on.
public struct TableStep: Sendable {
    public let table: String
    public let step: Configured<any CleaningStep>

    public init(table: String, step: Configured<any CleaningStep>) {
        self.table = table
        self.step = step
    }
}
