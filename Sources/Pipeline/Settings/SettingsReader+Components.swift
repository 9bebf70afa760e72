extension SettingsReader {
    /// The component that this object's key `discriminator` names, made from this object's other keys.
    ///
    /// Returns nil after reporting that the name is missing or unknown.
    public func component<Kind: Sendable>(
        _ discriminator: String, from registry: Registry<Kind>, default fallback: String? = nil, _ summary: String
    ) -> Configured<Kind>? {
        know(discriminator)
        if isDescribing {
            describeVariants(variants(discriminator, registry, default: fallback, summary))
            return nil
        }
        guard let name = componentName(discriminator, registry, default: fallback) else {
            acceptAnyKey()
            return nil
        }
        guard let entry = registry[name] else {
            site[discriminator].reportUnknown(discriminator, name, among: registry.entries.map(\.name))
            site[discriminator].markUnreadable()
            acceptAnyKey()
            return nil
        }
        record(discriminator, .string(name), identity: .string(name))
        let before = recordedCount
        let component = entry.make(self)
        let (settings, identity) = recorded(since: before)
        return Configured(
            component: component, name: name, version: entry.version, settings: settings, identity: identity,
            reads: entry.reads(component), site: site)
    }

    private func componentName<Kind>(
        _ discriminator: String, _ registry: Registry<Kind>, default fallback: String?
    ) -> String? {
        guard let node = present(discriminator) else {
            if let fallback { return fallback }
            reportMissing(discriminator, hint: "one of: \(registry.entries.map(\.name).joined(separator: ", "))")
            return nil
        }
        let name = String.decode(node, at: site[discriminator])
        if name == nil { site[discriminator].markUnreadable() }
        return name
    }

    private func variants<Kind>(
        _ discriminator: String, _ registry: Registry<Kind>, default fallback: String?, _ summary: String
    ) -> ObjectDescription.Variants {
        .init(
            discriminator: discriminator, summary: summary, fallback: fallback,
            components: registry.entries.map { entry in
                (entry.name, entry.summary, Self.describe(with: catalog, entry.make).settings)
            })
    }
}
