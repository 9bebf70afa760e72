extension DocumentReader {
    static let nightlySummary = "Pipelines to run one after the other, and which must end well before which."

    /// Reads a nightly file.
    ///
    /// - Parameter checkingRuns: whether each of its pipelines is read on its config, too. A night that runs leaves that to
    ///   each run: what is wrong with one keeps no other from running.
    /// - Throws: `InputError` where the nightly file is missing; `ConfigurationError` with every problem of all files read.
    public func nightly(_ path: String, checkingRuns: Bool = true) throws -> NightlyDocument {
        let diagnostics = Diagnostics()
        let document = try loader.load(path, diagnostics: diagnostics).map { readNightly($0, diagnostics) }
        var problems = diagnostics.problems
        guard let document, problems.isEmpty else { throw ConfigurationError(problems: problems) }
        guard checkingRuns else { return document }
        for entry in document.runs { problems += try problemsOfRun(entry) }
        guard problems.isEmpty else { throw ConfigurationError(problems: Problem.unique(problems)) }
        return document
    }

    /// Whether a file holds a nightly document: it has `runs` where a pipeline has `stages`.
    public func isNightly(_ path: String) throws(InputError) -> Bool {
        try loader.load(path, diagnostics: Diagnostics())?["runs"] != nil
    }

    func readNightly(_ node: JSONNode, _ diagnostics: Diagnostics) -> NightlyDocument {
        let reader = SettingsReader(node, address: "", catalog: catalog, diagnostics: diagnostics)
        let document = NightlyDocument(from: reader)
        reader.finish()
        return document
    }

    private func problemsOfRun(_ entry: NightlyEntry) throws -> [Problem] {
        do {
            _ = try resolve(pipeline: entry.pipelinePath, config: entry.configPath)
            return []
        } catch let error as ConfigurationError {
            return error.problems
        } catch let error as InputError {
            return [Problem(origin: entry.site.origin, address: entry.site.address, message: error.description)]
        }
    }

    /// What a nightly file's keys are.
    var nightlyDescription: ObjectDescription {
        SettingsReader.describe(with: catalog) { NightlyDocument(from: $0) }
    }

    /// The JSON Schema of nightly files.
    public var nightlySchema: JSON {
        JSONSchema.document(nightlyDescription, title: "Mercer nightly file", summary: Self.nightlySummary)
    }
}

extension Problem {
    /// Each problem once, in the order of the first: files that several runs share are read for each of them.
    fileprivate static func unique(_ problems: [Problem]) -> [Problem] {
        var seen: Set<Problem> = []
        return problems.filter { seen.insert($0).inserted }
    }
}
