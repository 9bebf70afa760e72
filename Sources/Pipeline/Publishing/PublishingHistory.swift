import DurableFiles
import Foundation

/// `history.jsonl` of a config and pipeline: what was published when, one line each, none ever changed.
///
/// A line is added by writing the file anew beside its place and renaming it: either all of it is there or none, and a line is
/// on the disk when adding it returns. O(lines), a few hundred a year.
public struct PublishingHistory: Sendable {
    public static let name = "history.jsonl"

    /// Oldest first.
    public let records: [PublishingRecord]
    private let path: String
    private let text: String

    /// Reads the history of a config and pipeline, empty before the first publication.
    ///
    /// - Throws: `InputError` at a line that can't be read: a history with holes would name wrong predecessors.
    public init(of workspace: Workspace, config: String, pipeline: String) throws {
        path = "\(workspace.models(config: config, pipeline: pipeline))/\(Self.name)"
        guard FileManager.default.fileExists(atPath: path) else {
            (records, text) = ([], "")
            return
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw InputError(path: path, found: "it can't be read", remedy: "check its permissions")
        }
        text = String(decoding: bytes, as: UTF8.self)
        records = try text.split(separator: "\n").enumerated().map { [path] number, line in
            guard let record = JSON(bytes: Array(line.utf8)).flatMap(PublishingRecord.init) else {
                throw InputError(
                    path: path, found: "line \(number + 1) is no record of a publication",
                    remedy: "mend the line, or move the file away to begin a new history")
            }
            return record
        }
    }

    /// Adds a line.
    func append(_ record: PublishingRecord, in files: FileSystem) throws {
        let whole = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
        try files.write(whole + record.json.text() + "\n", to: path)
    }

    /// The run that was published before `run` was: what a rollback from it leads to. Nil where it was the first, or was never
    /// published.
    ///
    /// Rollbacks say nothing about who came before whom, so that two in a row lead two steps back, not back and forth.
    public func predecessor(of run: String) -> String? {
        records.last { $0.run == run && $0.action != .rollback && $0.previous != run }?.previous
    }
}
