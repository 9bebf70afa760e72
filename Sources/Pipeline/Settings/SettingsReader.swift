/// Reads the keys of one JSON object; the calls that read them are also what describes them.
///
/// A component states its settings once, in `init(from:)`:
///
///     factors = settings.value("factors", default: 64, .from(1, to: 4096), "Latent dimension.")
///
/// Reading a document, the call checks the value and reports problems with their place; describing a component, it
/// records name, type, range, default and summary, from which the JSON Schema and the reference are generated. After a
/// problem the call returns a placeholder and reading goes on, so that all problems are found at once; the result is
/// never used, because `Diagnostics` then throws.
public final class SettingsReader {
    public let site: SettingsSite
    public let catalog: ComponentCatalog
    private let isDescribing: Bool
    private var described: [SettingDescription] = []
    private var variants: ObjectDescription.Variants?
    private var effective: [JSON.Member] = []
    private var knownKeys: Set<String> = []

    /// Reads `node`, an object.
    public init(_ node: JSONNode, address: String, catalog: ComponentCatalog, diagnostics: Diagnostics) {
        site = SettingsSite(node: node, address: address, diagnostics: diagnostics, fallbackOrigin: node.origin)
        self.catalog = catalog
        isDescribing = false
        if node.members == nil { site.reportMismatch(expected: "an object", found: node) }
    }

    private init(describingWith catalog: ComponentCatalog) {
        site = SettingsSite(
            node: nil, address: "", diagnostics: Diagnostics(), fallbackOrigin: .flag("the description of a component"))
        self.catalog = catalog
        isDescribing = true
    }

    private init(site: SettingsSite, catalog: ComponentCatalog) {
        self.site = site
        self.catalog = catalog
        isDescribing = false
        if let node = site.node, node.members == nil { site.reportMismatch(expected: "an object", found: node) }
    }

    /// What `build` declares, without a document.
    public static func describe<Settings>(
        with catalog: ComponentCatalog, _ build: (SettingsReader) -> Settings
    ) -> ObjectDescription {
        let reader = SettingsReader(describingWith: catalog)
        _ = build(reader)
        return ObjectDescription(settings: reader.described, variants: reader.variants)
    }

    /// Everything read so far with its effective value, defaults included: what a cache key is made of.
    public var effectiveSettings: JSON { .object(effective) }

    /// Reports the keys nobody asked for. Call once, after everything was read.
    public func finish() {
        for member in site.node?.members ?? [] where !knownKeys.contains(member.name) && member.name != "$schema" {
            site.diagnosticsReport(
                Problem(
                    origin: member.nameOrigin, address: site.address, message: "unknown key \"\(member.name)\"",
                    hint: NearestName.hint(for: member.name, among: knownKeys.sorted())))
        }
    }
}

// MARK: - Values

extension SettingsReader {
    public func required<Value: SettingValue>(_ key: String, _ summary: String) -> Value {
        declare(key, summary, Value.shape, .required)
        guard let node = present(key) else {
            if !isDescribing, site.node?.members != nil { site.report("the key \"\(key)\" is missing", hint: summary) }
            return Value.placeholder
        }
        return decode(key, node) ?? Value.placeholder
    }

    public func optional<Value: SettingValue>(_ key: String, _ summary: String) -> Value? {
        declare(key, summary, Value.shape, .optional)
        return present(key).flatMap { decode(key, $0) }
    }

    public func value<Value: SettingValue>(_ key: String, default fallback: Value, _ summary: String) -> Value {
        declare(key, summary, Value.shape, .defaulted(fallback.json))
        guard let node = present(key) else {
            record(key, fallback.json)
            return fallback
        }
        return decode(key, node) ?? fallback
    }

    public func value(_ key: String, default fallback: Int, _ range: SettingRange, _ summary: String) -> Int {
        declare(key, summary, .integer(range), .defaulted(fallback.json))
        guard let node = present(key) else {
            record(key, fallback.json)
            return fallback
        }
        return decode(key, node, in: range, as: Double.init) ?? fallback
    }

    public func value(_ key: String, default fallback: Double, _ range: SettingRange, _ summary: String) -> Double {
        declare(key, summary, .number(range), .defaulted(fallback.json))
        guard let node = present(key) else {
            record(key, fallback.json)
            return fallback
        }
        return decode(key, node, in: range, as: \.self) ?? fallback
    }

    public func optional(_ key: String, _ range: SettingRange, _ summary: String) -> Int? {
        declare(key, summary, .integer(range), .optional)
        return present(key).flatMap { decode(key, $0, in: range, as: Double.init) }
    }

    public func optional(_ key: String, _ range: SettingRange, _ summary: String) -> Double? {
        declare(key, summary, .number(range), .optional)
        return present(key).flatMap { decode(key, $0, in: range, as: \.self) }
    }

    public func required(_ key: String, _ range: SettingRange, _ summary: String) -> Int {
        declare(key, summary, .integer(range), .required)
        guard let node = present(key) else {
            if !isDescribing, site.node?.members != nil { site.report("the key \"\(key)\" is missing", hint: summary) }
            return Int.placeholder
        }
        return decode(key, node, in: range, as: Double.init) ?? Int.placeholder
    }
}

// MARK: - Objects

extension SettingsReader {
    /// A nested object that must be there.
    public func requiredObject<Settings>(
        _ key: String, _ summary: String, _ build: (SettingsReader) -> Settings
    ) -> Settings {
        describeObject(key, summary, .required, build)
        if !isDescribing, site.node?.members != nil, present(key) == nil {
            site.report("the key \"\(key)\" is missing", hint: summary)
        }
        return readObject(key, build)
    }

    /// A nested object that may be left out.
    public func object<Settings>(
        _ key: String, _ summary: String, _ build: (SettingsReader) -> Settings
    ) -> Settings? {
        describeObject(key, summary, .optional, build)
        return present(key) == nil ? nil : readObject(key, build)
    }

    /// A list of objects. `addressedBy` names the key whose value addresses an element (`id`); else its position does.
    public func objects<Settings>(
        _ key: String, _ summary: String, minimumCount: Int = 0, addressedBy idKey: String? = nil,
        _ build: (SettingsReader) -> Settings
    ) -> [Settings] {
        let shape = isDescribing ? SettingShape.object(Self.describe(with: catalog, build)) : .any
        declare(key, summary, .list(shape, minimumCount: minimumCount), minimumCount > 0 ? .required : .defaulted([]))
        guard let node = present(key) else {
            if minimumCount > 0, !isDescribing { site.report("the key \"\(key)\" is missing", hint: summary) }
            return []
        }
        guard let elements = node.elements else {
            site[key].reportMismatch(expected: "a list", found: node)
            return []
        }
        if elements.count < minimumCount { site[key].report("needs at least \(minimumCount) element(s)", hint: summary) }
        var settings: [JSON] = []
        let built = elements.enumerated().map { index, element in
            let name = idKey.flatMap { element[$0]?.string } ?? String(index)
            let reader = child(element, address: "\(site.address.isEmpty ? "" : site.address + ".")\(key).\(name)")
            defer {
                reader.finish()
                settings.append(reader.effectiveSettings)
            }
            return build(reader)
        }
        record(key, .array(settings))
        return built
    }

    /// An object whose names are the user's and whose values are objects, in the order they are written.
    public func namedObjects<Settings>(
        _ key: String, _ summary: String, _ build: (SettingsReader) -> Settings
    ) -> [(name: String, settings: Settings, site: SettingsSite)] {
        let shape = isDescribing ? SettingShape.object(Self.describe(with: catalog, build)) : .any
        declare(key, summary, .map(shape), .required)
        guard let node = present(key) else {
            if !isDescribing { site.report("the key \"\(key)\" is missing", hint: summary) }
            return []
        }
        guard let members = node.members else {
            site[key].reportMismatch(expected: "an object", found: node)
            return []
        }
        var settings: [JSON.Member] = []
        let built = members.map { member in
            let reader = child(member.value, address: site[key][member.name].address)
            defer {
                reader.finish()
                settings.append(.init(member.name, reader.effectiveSettings))
            }
            return (member.name, build(reader), reader.site)
        }
        record(key, .object(settings))
        return built
    }

    private func readObject<Settings>(_ key: String, _ build: (SettingsReader) -> Settings) -> Settings {
        let place = site[key]
        let reader =
            isDescribing
            ? SettingsReader(describingWith: catalog)
            : SettingsReader(
                site: present(key) == nil
                    ? SettingsSite(
                        node: nil, address: place.address, diagnostics: place.diagnostics, fallbackOrigin: site.origin)
                    : place, catalog: catalog)
        let built = build(reader)
        reader.finish()
        if !isDescribing { record(key, reader.effectiveSettings) }
        return built
    }

    private func describeObject<Settings>(
        _ key: String, _ summary: String, _ presence: SettingDescription.Presence, _ build: (SettingsReader) -> Settings
    ) {
        let shape = isDescribing ? SettingShape.object(Self.describe(with: catalog, build)) : .any
        declare(key, summary, shape, presence)
    }

    private func child(_ node: JSONNode, address: String) -> SettingsReader {
        SettingsReader(
            site: SettingsSite(
                node: node, address: address, diagnostics: site.diagnostics, fallbackOrigin: site.origin),
            catalog: catalog)
    }
}

// MARK: - Components

extension SettingsReader {
    /// The component that this object's key `discriminator` names, made from this object's other keys.
    ///
    /// Returns nil after reporting that the name is missing or unknown.
    public func component<Kind: Sendable>(
        _ discriminator: String, from registry: Registry<Kind>, default fallback: String? = nil, _ summary: String
    ) -> Configured<Kind>? {
        knownKeys.insert(discriminator)
        if isDescribing {
            variants = .init(
                discriminator: discriminator, summary: summary,
                components: registry.entries.map { entry in
                    (entry.name, entry.summary, Self.describe(with: catalog, entry.make).settings)
                })
            return nil
        }
        let name: String
        if let node = present(discriminator) {
            guard let text = String.decode(node, at: site[discriminator]) else { return nil }
            name = text
        } else if let fallback {
            name = fallback
        } else {
            let names = registry.entries.map(\.name).joined(separator: ", ")
            site.report("the key \"\(discriminator)\" is missing", hint: "one of: \(names)")
            return nil
        }
        guard let entry = registry[name] else {
            site[discriminator].reportUnknown(discriminator, name, among: registry.entries.map(\.name))
            // The keys of a component that isn't known can't be judged.
            knownKeys.formUnion(site.node?.members?.map(\.name) ?? [])
            return nil
        }
        record(discriminator, .string(name))
        let before = effective.count
        let component = entry.make(self)
        return Configured(
            component: component, name: name, version: entry.version,
            settings: .object(Array(effective[before...])), site: site)
    }
}

// MARK: - Bookkeeping

extension SettingsReader {
    private func present(_ key: String) -> JSONNode? {
        guard let node = site.node?[key] else { return nil }
        if case .null = node.value { return nil }
        return node
    }

    private func decode<Value: SettingValue>(_ key: String, _ node: JSONNode) -> Value? {
        guard let value = Value.decode(node, at: site[key]) else { return nil }
        record(key, value.json)
        return value
    }

    private func decode<Value: SettingValue>(
        _ key: String, _ node: JSONNode, in range: SettingRange, as number: (Value) -> Double
    ) -> Value? {
        guard let value = Value.decode(node, at: site[key]) else { return nil }
        guard range.contains(number(value)) else {
            site[key].report("expected \(range), found \(value.json.text())")
            return nil
        }
        record(key, value.json)
        return value
    }

    private func declare(
        _ key: String, _ summary: String, _ shape: SettingShape, _ presence: SettingDescription.Presence
    ) {
        precondition(knownKeys.insert(key).inserted, "the key \(key) is declared twice")
        guard isDescribing else { return }
        described.append(SettingDescription(name: key, summary: summary, shape: shape, presence: presence))
    }

    private func record(_ key: String, _ value: JSON) {
        effective.append(.init(key, value))
    }
}
