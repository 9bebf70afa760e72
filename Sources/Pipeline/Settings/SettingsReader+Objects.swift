extension SettingsReader {
    /// A nested object that must be there.
    public func requiredObject<Settings>(
        _ key: String, _ summary: String, _ build: (SettingsReader) -> Settings
    ) -> Settings {
        declare(key, summary, .object(Self.describe(with: catalog, build)), .required)
        _ = requiredNode(key, summary)
        return readObject(key, build)
    }

    /// A nested object that may be left out.
    public func object<Settings>(
        _ key: String, _ summary: String, _ build: (SettingsReader) -> Settings
    ) -> Settings? {
        declare(key, summary, .object(Self.describe(with: catalog, build)), .optional)
        return present(key) == nil ? nil : readObject(key, build)
    }

    /// How the elements of a list are addressed.
    public enum Addressing: Sendable {
        /// By position: `steps.0`.
        case position
        /// By the value of a key: `candidates.als-64`; by position where the key is left out.
        case key(String)
        /// By the value of a key, without naming the list: `train` for an element of `stages`.
        case keyAlone(String)
    }

    /// A list of objects.
    ///
    /// - Parameter idKey: names the key whose value addresses an element (`id`); else its position does.
    public func objects<Settings>(
        _ key: String, _ summary: String, minimumCount: Int = 0, addressedBy idKey: String? = nil,
        _ build: (SettingsReader) -> Settings
    ) -> [Settings] {
        objects(key, summary, minimumCount: minimumCount, addressing: idKey.map { .key($0) } ?? .position, build)
    }

    /// A list of objects.
    ///
    /// - Parameter decidesResult: false where the stage's result is the same whatever the list says, so that it is no part of
    ///   what identifies it.
    public func objects<Settings>(
        _ key: String, _ summary: String, minimumCount: Int = 0, addressing: Addressing, decidesResult: Bool = true,
        _ build: (SettingsReader) -> Settings
    ) -> [Settings] {
        declare(
            key, summary, .list(.object(Self.describe(with: catalog, build)), minimumCount: minimumCount),
            minimumCount > 0 ? .required : .defaulted([]))
        guard let node = present(key) else {
            if minimumCount > 0 {
                reportMissing(key, hint: summary)
            } else {
                record(key, [], identity: decidesResult ? [] : nil)
            }
            return []
        }
        guard let elements = node.elements else {
            site[key].reportMismatch(expected: "a list", found: node)
            site[key].markUnreadable()
            return []
        }
        if elements.count < minimumCount { site[key].report("the list is empty", hint: summary) }
        let built = elements.enumerated().map { index, element in
            read(element, address: address(of: element, index, in: key, addressing), build)
        }
        record(
            key, .array(built.map(\.reader.effectiveSettings)),
            identity: decidesResult ? .array(built.map(\.reader.identifyingSettings)) : nil)
        return built.map(\.settings)
    }

    /// One object, or a list of them; empty where it is left out.
    public func objectOrObjects<Settings>(
        _ key: String, _ summary: String, _ build: (SettingsReader) -> Settings
    ) -> [Settings] {
        declare(key, summary, Self.oneOrMore(Self.describe(with: catalog, build)), .optional)
        guard let node = present(key) else { return [] }
        guard let elements = node.elements else { return [readObject(key, build)] }
        let built = elements.enumerated().map { index, element in
            read(element, address: site[key][index].address, build)
        }
        record(
            key, .array(built.map(\.reader.effectiveSettings)),
            identity: .array(built.map(\.reader.identifyingSettings)))
        return built.map(\.settings)
    }

    private static func oneOrMore(_ object: ObjectDescription) -> SettingShape {
        .anyOf([.object(object), .list(.object(object), minimumCount: 0)])
    }

    /// An object whose names are the user's and whose values are objects, in the order they are written.
    public func namedObjects<Settings>(
        _ key: String, _ summary: String, _ build: (SettingsReader) -> Settings
    ) -> [(name: String, settings: Settings, site: SettingsSite)] {
        namedObjects(key, summary) { _, reader in build(reader) }
    }

    /// An object whose names are the user's and whose values are objects that know their name.
    public func namedObjects<Settings>(
        _ key: String, _ summary: String, _ build: (_ name: String, SettingsReader) -> Settings
    ) -> [(name: String, settings: Settings, site: SettingsSite)] {
        declare(key, summary, .map(.object(Self.describe(with: catalog) { build("", $0) })), .required)
        guard let node = requiredNode(key, summary) else { return [] }
        guard let members = node.members else {
            site[key].reportMismatch(expected: "an object", found: node)
            site[key].markUnreadable()
            return []
        }
        let place = site[key].address
        let built = members.map { member in
            (member.name, read(member.value, address: "\(place).\(member.name)") { build(member.name, $0) })
        }
        record(
            key, .object(built.map { .init($0.0, $0.1.reader.effectiveSettings) }),
            identity: .object(built.map { .init($0.0, $0.1.reader.identifyingSettings) }))
        return built.map { ($0.0, $0.1.settings, $0.1.reader.site) }
    }

    private func readObject<Settings>(_ key: String, _ build: (SettingsReader) -> Settings) -> Settings {
        guard !isDescribing else { return build(SettingsReader(describingWith: catalog)) }
        let place = SettingsSite(
            node: present(key), address: site[key].address, diagnostics: site.diagnostics, fallbackOrigin: site.origin)
        let reader = SettingsReader(site: place, catalog: catalog)
        let built = build(reader)
        reader.finish()
        record(key, reader.effectiveSettings, identity: reader.identifyingSettings)
        return built
    }

    private func read<Settings>(
        _ node: JSONNode, address: String, _ build: (SettingsReader) -> Settings
    ) -> (settings: Settings, reader: SettingsReader) {
        let reader = SettingsReader(node, address: address, catalog: catalog, diagnostics: site.diagnostics)
        let settings = build(reader)
        reader.finish()
        return (settings, reader)
    }

    private func address(of element: JSONNode, _ index: Int, in key: String, _ addressing: Addressing) -> String {
        let list = site[key]
        switch addressing {
        case .position: return list[index].address
        case .key(let idKey): return element[idKey]?.string.map { list[$0].address } ?? list[index].address
        case .keyAlone(let idKey): return element[idKey]?.string ?? list[index].address
        }
    }
}
