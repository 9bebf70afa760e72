import DurableFiles
import Foundation

/// A run of a workspace whose bundle can be published, as it stands when this is made: whoever decides by it holds the
/// pipeline's lock.
public struct PublishableRun: Sendable {
    public let id: String
    public let config: String
    public let pipeline: String
    /// Its bundle's directory.
    public let bundle: String
    /// What the gate said of it; nil without a gate.
    public let verdict: GateVerdict?
    /// The settings of its features stage; nil where it has none.
    let features: JSON?
    /// The paths of the bundle's files, relative to it, as its manifest lists them.
    let files: [String]

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
        guard Publication.hasBundle(bundle) else {
            throw InputError(path: bundle, found: "the run has no bundle", remedy: "name a run that exported one")
        }
        self.id = id
        self.config = config
        self.pipeline = pipeline
        self.bundle = bundle
        verdict = GateVerdict(in: directory)
        features = record["pipeline"]?["stages"]?.arrayValue?.first {
            $0["stage"]?.stringValue == StageName.features.rawValue
        }
        files = (JSON(remembered: "\(bundle)/\(BundleFile.manifest)")?["files"]?.arrayValue ?? []).compactMap {
            $0["path"]?.stringValue
        }
        // A verdict that is gone is no verdict to publish by.
        guard verdict != nil || record["gate"]?.members == nil else {
            throw InputError(
                path: "\(directory)/\(GateVerdict.name)", found: "it is missing or damaged, and the run had a gate",
                remedy: "run the pipeline again, or name another run")
        }
    }

    /// - Parameter verify: what does not hold of the bundle in a directory.
    /// - Throws: `DataError` naming everything that does not hold of the bundle.
    func checkBundle(_ verify: (_ bundle: String) throws -> [BundleProblem]) throws {
        let problems = try verify(bundle)
        guard problems.isEmpty else {
            throw DataError(
                place: bundle, found: problems.map(\.description).joined(separator: "; "),
                expected: "a bundle that is whole and answers as it should", remedy: "name another run")
        }
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
