import DurableFiles
import Foundation

/// A run of a workspace whose bundle can be published.
public struct PublishableRun: Sendable {
    public let id: String
    public let config: String
    public let pipeline: String
    /// Its bundle's directory.
    public let bundle: String
    /// What the gate said of it; nil without a gate.
    public let verdict: GateVerdict?
    private let directory: String
    private let workspace: Workspace

    /// - Parameter directory: the run's.
    /// - Throws: `InputError` where it has no readable record, no bundle, or a gate whose verdict can't be read.
    public init(in directory: String, of workspace: Workspace) throws {
        let record = try RunStore(workspace).record(in: directory)
        guard let id = record["id"]?.stringValue, let config = record["config"]?["name"]?.stringValue,
            let pipeline = record["pipeline"]?["name"]?.stringValue
        else {
            throw InputError(
                path: directory, found: "its run.json names no config and pipeline", remedy: "name another run")
        }
        let bundle = workspace.bundle(config: config, pipeline: pipeline, run: id)
        guard FileManager.default.fileExists(atPath: "\(bundle)/\(BundleFile.manifest)") else {
            throw InputError(path: bundle, found: "the run has no bundle", remedy: "name a run that exported one")
        }
        self.id = id
        self.config = config
        self.pipeline = pipeline
        self.bundle = bundle
        verdict = GateVerdict(in: directory)
        // A verdict that is gone is no verdict to publish by.
        guard verdict != nil || record["gate"] == nil else {
            throw InputError(
                path: "\(directory)/\(GateVerdict.name)", found: "it is missing or damaged, and the run had a gate",
                remedy: "run the pipeline again, or name another run")
        }
        self.directory = directory
        self.workspace = workspace
    }

    public var publisher: Publisher { Publisher(workspace, config: config, pipeline: pipeline) }

    /// Publishes the run.
    ///
    /// - Parameters:
    ///   - reason: why it is to be published although its gate refused it; nil leaves that to the gate.
    ///   - verify: what does not hold of the bundle in a directory.
    /// - Throws: `RefusedRunError` where the gate refused it and no reason is given; `DataError` where the bundle does not
    ///   hold; `WorkspaceLockedError`; `FileError`.
    public func publish(becauseOf reason: String?, verify: (_ bundle: String) throws -> [BundleProblem]) throws {
        let lock = try WorkspaceLock(workspace, config: config, pipeline: pipeline)
        defer { withExtendedLifetime(lock) {} }
        if reason == nil, let verdict, verdict.decision == .refused {
            throw RefusedRunError(run: id, reasons: verdict.reasons)
        }
        try checkBundle(verify)
        guard let reason, let verdict, verdict.decision == .refused else {
            return try publisher.publish(id, verdict: verdict)
        }
        let forced = verdict.forced(because: reason, at: Instant.microseconds(Date()))
        // Before the link moves: a run that is published against its gate says so.
        try forced.write(to: directory, in: workspace.files)
        try record(forced)
        try publisher.publish(id, verdict: forced)
    }

    /// - Throws: `DataError` naming everything that does not hold of the bundle.
    func checkBundle(_ verify: (_ bundle: String) throws -> [BundleProblem]) throws {
        let problems = try verify(bundle)
        guard problems.isEmpty else {
            throw DataError(
                place: bundle, found: problems.map(\.description).joined(separator: "; "),
                expected: "a bundle that is whole and answers as it should", remedy: "name another run")
        }
    }

    /// Puts the verdict into the run's record, which stays as it is otherwise.
    private func record(_ verdict: GateVerdict) throws {
        let store = RunStore(workspace)
        let members = (try store.record(in: directory).members ?? []).filter { $0.name != "gate" }
        let record = JSON.object(members + [.init("gate", verdict.record)])
        try workspace.files.write(record.text(indented: true) + "\n", to: "\(directory)/run.json")
    }
}

/// The gate refused a run that is to be published; exit code 2.
public struct RefusedRunError: Error, Sendable, CustomStringConvertible {
    public let run: String
    public let reasons: String

    public var description: String {
        "the gate refused run \(run): \(reasons); to publish it all the same, add --force-publish --reason TEXT"
    }
}
