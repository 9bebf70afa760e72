/// What `validate` found in one file.
public struct DocumentValidation: Sendable {
    public enum Kind: String, Sendable {
        case pipeline, config
    }

    public let path: String
    /// Nil where the content doesn't tell.
    public let kind: Kind?
    /// By line and column.
    public let problems: [Problem]
}

extension DocumentReader {
    /// Finds every problem that one file has by itself: a pipeline without its config, or a config.
    ///
    /// Which it is, its keys tell.
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
            case nil:
                diagnostics.report(
                    Problem(
                        origin: node.origin, address: "", message: "this is neither a pipeline nor a config",
                        hint: "a pipeline has \"stages\", a config has \"datasets\""))
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
        switch (names.contains("stages"), names.contains("datasets")) {
        case (true, false): return .pipeline
        case (false, true): return .config
        default: break
        }
        let known = (
            names.intersection(pipelineDescription.settings.map(\.name)).count,
            names.intersection(configDescription.settings.map(\.name)).count
        )
        if known.0 == known.1 { return nil }
        return known.0 > known.1 ? .pipeline : .config
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
