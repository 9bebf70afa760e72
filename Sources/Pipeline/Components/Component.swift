/// Anything a pipeline or config names: a source, a cleaning step, a dataset kind, a split, a model, an exporter.
///
/// A component is made from its settings and holds them checked; `init(from:)` is the only place that states its keys,
/// ranges and defaults.
public protocol Component: Sendable {
    /// The spelling in JSON: `drop_missing`.
    static var name: String { get }
    /// One line for the reference and the schema.
    static var summary: String { get }
    /// Raised when the same settings come to mean something else, so that stored results are not reused.
    static var version: Int { get }
    /// What of the run, besides its settings and data, the component's result depends on.
    var reads: RunInputs { get }
    init(from settings: SettingsReader)
}

extension Component {
    public static var version: Int { 1 }
    public var reads: RunInputs { [] }
}

/// The parts of a run's surroundings a result can depend on: they enter the cache key of what reads them, and no other.
public struct RunInputs: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    public static let seed = RunInputs(rawValue: 1)
    /// The instruction set BLAS uses, which decides the last bits of a product.
    public static let blasCore = RunInputs(rawValue: 2)
    public static let asOf = RunInputs(rawValue: 4)
    /// The selected metric on the validation part.
    public static let validation = RunInputs(rawValue: 8)
}

/// A component made from a document, with what cache keys and messages need to know of it.
public struct Configured<Kind: Sendable>: Sendable {
    public let component: Kind
    public let name: String
    public let version: Int
    /// Its effective settings, defaults included.
    public let settings: JSON
    /// Those of its settings that decide the result, for cache keys: all but locations and secrets.
    public let identity: JSON
    /// What of the run, besides settings and data, its result depends on.
    public let reads: RunInputs
    public let site: SettingsSite
}

/// The components of one kind, by name.
public struct Registry<Kind: Sendable>: Sendable {
    public struct Entry: Sendable {
        public let name: String
        public let summary: String
        public let version: Int
        /// The Swift type, for the test that finds unregistered components.
        public let typeName: String
        /// The component's type; nil for what is read like a component without being one.
        public let type: (any Component.Type)?
        public let make: @Sendable (SettingsReader) -> Kind
        /// What a made component depends on.
        let reads: @Sendable (Kind) -> RunInputs

        init(_ type: (some Component).Type, make: @escaping @Sendable (SettingsReader) -> Kind) {
            self.init(
                name: type.name, summary: type.summary, version: type.version, typeName: String(describing: type),
                type: type, make: make)
        }

        init(
            name: String, summary: String, version: Int, typeName: String, type: (any Component.Type)? = nil,
            make: @escaping @Sendable (SettingsReader) -> Kind
        ) {
            self.name = name
            self.summary = summary
            self.version = version
            self.typeName = typeName
            self.type = type
            self.make = make
            // What is read like a component without being one, a stage, depends on nothing of its own.
            reads = { ($0 as? any Component)?.reads ?? [] }
        }
    }

    public let entries: [Entry]

    public init(_ entries: [Entry]) {
        precondition(Set(entries.map(\.name)).count == entries.count, "component names are distinct")
        self.entries = entries
    }

    public subscript(name: String) -> Entry? {
        entries.first { $0.name == name }
    }
}
