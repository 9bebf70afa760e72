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
    let isDescribing: Bool
    /// Whether the settings are a run's record, which states every default: a key without effect is no mistake of anybody's.
    public let isRecorded: Bool
    private var described: [SettingDescription] = []
    private var variants: ObjectDescription.Variants?
    private var effective: [(name: String, value: JSON, identity: JSON?)] = []
    private var knownKeys: Set<String> = []
    /// The keys of a component that isn't known can't be judged.
    private var acceptsAnyKey = false

    /// Reads `node`, an object.
    public convenience init(
        _ node: JSONNode, address: String, catalog: ComponentCatalog, diagnostics: Diagnostics
    ) {
        let site = SettingsSite(node: node, address: address, diagnostics: diagnostics, fallbackOrigin: node.origin)
        self.init(site: site, catalog: catalog)
    }

    /// Reads effective settings as a run recorded them.
    public convenience init(
        recorded node: JSONNode, address: String, catalog: ComponentCatalog, diagnostics: Diagnostics
    ) {
        let site = SettingsSite(node: node, address: address, diagnostics: diagnostics, fallbackOrigin: node.origin)
        self.init(site: site, catalog: catalog, isRecorded: true)
    }

    /// Reads the object at `site`; where there is none, every key is absent and nothing is reported as missing.
    init(site: SettingsSite, catalog: ComponentCatalog, isRecorded: Bool = false) {
        self.site = site
        self.catalog = catalog
        self.isRecorded = isRecorded
        isDescribing = false
        if let node = site.node, node.members == nil {
            site.reportMismatch(expected: "an object", found: node)
            site.markUnreadable()
        }
    }

    init(describingWith catalog: ComponentCatalog) {
        site = SettingsSite(
            node: nil, address: "", diagnostics: Diagnostics(), fallbackOrigin: .flag("the description of a component"))
        self.catalog = catalog
        isRecorded = false
        isDescribing = true
    }

    /// What `build` declares, without a document.
    public static func describe<Settings>(
        with catalog: ComponentCatalog, _ build: (SettingsReader) -> Settings
    ) -> ObjectDescription {
        let reader = SettingsReader(describingWith: catalog)
        _ = build(reader)
        return ObjectDescription(settings: reader.described, variants: reader.variants)
    }

    /// Everything read so far with its effective value, defaults included, as `run.json` records it.
    public var effectiveSettings: JSON { .object(effective.map { .init($0.name, $0.value) }) }

    /// What of the effective settings decides the result, for cache keys: all but locations and secrets.
    public var identifyingSettings: JSON {
        .object(effective.compactMap { entry in entry.identity.map { .init(entry.name, $0) } })
    }

    /// Reports the keys nobody asked for. Call once, after everything was read.
    public func finish() {
        guard !acceptsAnyKey else { return }
        for member in site.node?.members ?? [] where !knownKeys.contains(member.name) {
            site.diagnostics.report(
                Problem(
                    origin: member.nameOrigin, address: site.address,
                    message: "unknown key \(JSON.string(member.name).text())",
                    hint: NearestName.hint(for: member.name, among: knownKeys.sorted())))
        }
    }
}

// MARK: - Values

extension SettingsReader {
    public func required<Value: SettingValue>(_ key: String, _ summary: String) -> Value {
        declare(key, summary, Value.shape, .required)
        return requiredNode(key, summary).flatMap { decode(key, $0) } ?? Value.placeholder
    }

    public func required(_ key: String, _ range: SettingRange, _ summary: String) -> Int {
        declare(key, summary, .integer(range), .required)
        return requiredNode(key, summary).flatMap { decode(key, $0, in: range, as: Double.init) } ?? Int.placeholder
    }

    public func required(_ key: String, _ range: SettingRange, _ summary: String) -> Double {
        declare(key, summary, .number(range), .required)
        return requiredNode(key, summary).flatMap { decode(key, $0, in: range, as: \.self) } ?? Double.placeholder
    }

    public func optional<Value: SettingValue>(_ key: String, _ summary: String) -> Value? {
        declare(key, summary, Value.shape, .optional)
        return present(key).flatMap { decode(key, $0) }
    }

    public func optional(_ key: String, _ range: SettingRange, _ summary: String) -> Int? {
        declare(key, summary, .integer(range), .optional)
        return present(key).flatMap { decode(key, $0, in: range, as: Double.init) }
    }

    public func optional(_ key: String, _ range: SettingRange, _ summary: String) -> Double? {
        declare(key, summary, .number(range), .optional)
        return present(key).flatMap { decode(key, $0, in: range, as: \.self) }
    }

    public func value<Value: SettingValue>(_ key: String, default fallback: Value, _ summary: String) -> Value {
        declare(key, summary, Value.shape, .defaulted(fallback.json))
        guard let node = present(key) else { return fallingBack(key, to: fallback) }
        return decode(key, node) ?? fallback
    }

    public func value(_ key: String, default fallback: Int, _ range: SettingRange, _ summary: String) -> Int {
        declare(key, summary, .integer(range), .defaulted(fallback.json))
        guard let node = present(key) else { return fallingBack(key, to: fallback) }
        return decode(key, node, in: range, as: Double.init) ?? fallback
    }

    public func value(_ key: String, default fallback: Double, _ range: SettingRange, _ summary: String) -> Double {
        declare(key, summary, .number(range), .defaulted(fallback.json))
        guard let node = present(key) else { return fallingBack(key, to: fallback) }
        return decode(key, node, in: range, as: \.self) ?? fallback
    }

    private func fallingBack<Value: SettingValue>(_ key: String, to fallback: Value) -> Value {
        record(key, fallback.json, identity: Self.identity(of: fallback))
        return fallback
    }

    private static func identity<Value: SettingValue>(of value: Value) -> JSON? {
        Value.isLocation ? Optional.none : value.json
    }

    private func decode<Value: SettingValue>(
        _ key: String, _ node: JSONNode, isValid: (Value) -> String? = { _ in nil }
    ) -> Value? {
        guard let value = Value.decode(node, at: site[key]) else {
            site[key].markUnreadable()
            return nil
        }
        if let expected = isValid(value) {
            site[key].report("expected \(expected), found \(value.json.text())")
            site[key].markUnreadable()
            return nil
        }
        record(key, value.json, identity: Self.identity(of: value))
        return value
    }

    private func decode<Value: SettingValue>(
        _ key: String, _ node: JSONNode, in range: SettingRange, as number: (Value) -> Double
    ) -> Value? {
        decode(key, node) { range.contains(number($0)) ? nil : range.description }
    }
}

// MARK: - Bookkeeping

extension SettingsReader {
    /// The value of a key; nil where it is left out, or null.
    func present(_ key: String) -> JSONNode? {
        guard let node = site.node?[key] else { return nil }
        if case .null = node.value { return nil }
        return node
    }

    /// The value of a key that must be there, or nil after saying that it isn't.
    func requiredNode(_ key: String, _ summary: String) -> JSONNode? {
        if let node = present(key) { return node }
        reportMissing(key, hint: summary)
        return nil
    }

    /// Reports a missing key, unless there is no object that could have it.
    func reportMissing(_ key: String, hint: String) {
        guard !isDescribing, site.node?.members != nil else { return }
        site.report("the key \"\(key)\" is missing", hint: hint)
        site[key].markUnreadable()
    }

    func declare(
        _ key: String, _ summary: String, _ shape: @autoclosure () -> SettingShape,
        _ presence: SettingDescription.Presence
    ) {
        know(key)
        guard isDescribing else { return }
        described.append(SettingDescription(name: key, summary: summary, shape: shape(), presence: presence))
    }

    func know(_ key: String) {
        precondition(knownKeys.insert(key).inserted, "the key \(key) is declared twice")
    }

    func describeVariants(_ variants: ObjectDescription.Variants) {
        self.variants = variants
    }

    func acceptAnyKey() {
        acceptsAnyKey = true
    }

    func record(_ key: String, _ value: JSON, identity: JSON?) {
        effective.append((key, value, identity))
    }

    /// How many settings were recorded so far, and those recorded since.
    var recordedCount: Int { effective.count }

    func recorded(since count: Int) -> (settings: JSON, identity: JSON) {
        let recent = effective[count...]
        return (
            .object(recent.map { .init($0.name, $0.value) }),
            .object(recent.compactMap { entry in entry.identity.map { .init(entry.name, $0) } })
        )
    }
}
