import DurableFiles

/// A stored result: its files, and what was counted when it was made.
public struct CacheEntry: Sendable {
    public let directory: String
    /// The run that made it.
    public let run: String
    /// Paths relative to `directory`.
    public let files: [WrittenFile]
    public let steps: [StepAccount]
    /// Small facts that a later run needs without reading the files: sizes, traces, scores.
    public let facts: JSON

    init(directory: String, run: String, files: [WrittenFile], steps: [StepAccount], facts: JSON) {
        self.directory = directory
        self.run = run
        self.files = files
        self.steps = steps
        self.facts = facts
    }

    /// Reads an `entry.json`; nil when something is missing.
    init?(directory: String, json: JSON) {
        guard json["schema"]?.integerValue == 1, let run = json["run"]?.stringValue,
            let files = json["files"]?.arrayValue, let steps = json["steps"]?.arrayValue, let facts = json["facts"]
        else { return nil }
        let written = files.map { file -> WrittenFile? in
            guard let path = file["path"]?.stringValue, let size = file["size"]?.integerValue,
                let digest = file["sha256"]?.stringValue
            else { return nil }
            return WrittenFile(path: path, size: size, sha256: digest)
        }
        let accounts = steps.map(StepAccount.init)
        guard !written.contains(where: { $0 == nil }), !accounts.contains(where: { $0 == nil }) else { return nil }
        self.init(
            directory: directory, run: run, files: written.compactMap(\.self), steps: accounts.compactMap(\.self),
            facts: facts)
    }

    func json(_ key: CacheKey) -> JSON {
        [
            "schema": 1, "slot": .string(key.slot), "run": .string(run),
            "files": .array(files.map(\.json)), "steps": .array(steps.map(\.json)), "facts": facts,
            "ingredients": key.ingredients,
        ]
    }

    /// The entry with some of its files alone, for who reads no others.
    func only(_ names: Set<String>) -> CacheEntry {
        CacheEntry(
            directory: directory, run: run, files: files.filter { names.contains($0.path) }, steps: steps, facts: facts)
    }

    public func path(_ name: String) -> String { "\(directory)/\(name)" }
}

extension WrittenFile {
    /// As manifests list it.
    public var json: JSON {
        ["path": .string(path), "size": .integer(size), "sha256": .string(sha256)]
    }
}
