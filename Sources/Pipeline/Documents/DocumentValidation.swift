/// What `validate` found in one file.
public struct DocumentValidation: Sendable {
    public enum Kind: String, Sendable {
        case pipeline, config, nightly
    }

    public let path: String
    /// Nil where the content doesn't tell.
    public let kind: Kind?
    /// By line and column.
    public let problems: [Problem]
}

extension DocumentReader {
    /// Finds every problem that one file has by itself: a pipeline without its config, a config, or a nightly file.
    ///
    /// Which it is, its keys tell. Of a nightly file, its pipelines are not looked at.
    ///
    /// - Throws: `InputError` where there is no file, or none that can be read.
    public func validate(_ path: String) throws(InputError) -> DocumentValidation {
        let diagnostics = Diagnostics()
        let node = try loader.load(path, diagnostics: diagnostics)
        let kind = node.flatMap(kind)
        if let node {
            switch kind {
            case .pipeline: validatePipeline(node, diagnostics)
            case .config: _ = readConfig(node, diagnostics)
            case .nightly: _ = readNightly(node, diagnostics)
            case nil:
                diagnostics.report(
                    Problem(
                        origin: node.origin, address: "",
                        message: "this is neither a pipeline nor a config nor a nightly file",
                        hint: "a pipeline has \"stages\", a config has \"datasets\", a nightly file has \"runs\""))
            }
        }
        return DocumentValidation(path: path, kind: kind, problems: diagnostics.problems)
    }

    private func validatePipeline(_ node: JSONNode, _ diagnostics: Diagnostics) {
        let pipeline = readPipeline(node, diagnostics)
        diagnostics.beginChecking()
        ChainCheck(pipeline: pipeline).checkStages()
    }

    /// What a document is: by the key only one of them has, else by which knows more of the keys.
    private func kind(of node: JSONNode) -> DocumentValidation.Kind? {
        guard let members = node.members else { return nil }
        let names = Set(members.map(\.name))
        let telling: [(key: String, kind: DocumentValidation.Kind)] = [
            ("stages", .pipeline), ("datasets", .config), ("runs", .nightly),
        ].filter { names.contains($0.key) }
        if telling.count == 1 { return telling[0].kind }
        let descriptions: [(kind: DocumentValidation.Kind, keys: ObjectDescription)] = [
            (.pipeline, pipelineDescription), (.config, configDescription), (.nightly, nightlyDescription),
        ]
        let known = descriptions.map { described in
            (kind: described.kind, count: names.intersection(described.keys.settings.map(\.name)).count)
        }
        let most = known.map(\.count).max() ?? 0
        let kinds = known.filter { $0.count == most }
        return kinds.count == 1 ? kinds[0].kind : nil
    }
}

extension DocumentReader {
    /// What a pipeline's keys are.
    var pipelineDescription: ObjectDescription {
        SettingsReader.describe(with: catalog) { PipelineDocument(from: $0, stages: stages) }
    }

    /// What a config's keys are.
    var configDescription: ObjectDescription {
        SettingsReader.describe(with: catalog) { SiteConfig(from: $0) }
    }
}
