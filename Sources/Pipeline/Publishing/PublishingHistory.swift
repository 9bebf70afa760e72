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
    /// - Throws: `InputError` where it can't be read, or at a line that is no record: a history with holes would name wrong
    ///   predecessors.
    public init(of workspace: Workspace, config: String, pipeline: String) throws(InputError) {
        let path = "\(workspace.models(config: config, pipeline: pipeline))/\(Self.name)"
        self.path = path
        if FileSystem.isMissing(path) {
            (records, text) = ([], "")
            return
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw InputError(path: path, found: "it can't be read", remedy: "check its permissions")
        }
        text = String(decoding: bytes, as: UTF8.self)
        var records: [PublishingRecord] = []
        for (number, line) in text.split(separator: "\n").enumerated() {
            guard let record = JSON(bytes: Array(line.utf8)).flatMap(PublishingRecord.init) else {
                throw InputError(
                    path: path, found: "line \(number + 1) is no record of a publication",
                    remedy: "mend the line, or move the file away to begin a new history")
            }
            records.append(record)
        }
        self.records = records
    }

    /// Adds a line.
    func append(_ record: PublishingRecord, in files: FileSystem) throws {
        let whole = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
        try files.write(whole + record.json.text() + "\n", to: path)
    }
}

extension PublishingHistory {
    /// What a line does to the publications that stand.
    enum Step {
        case publish(String)
        case back(to: String)
    }

    /// The publications that no rollback has undone, oldest first.
    ///
    /// To publish puts a run on top. To go back to a run takes off all that was published after it last was; to one that does
    /// not stand, undone earlier or never published, puts it on top. So rollbacks from A, B, A lead to B, then to A.
    public var standing: [String] { Self.standing(records.map(\.step)) }

    static func standing(_ steps: [Step]) -> [String] {
        steps.reduce(into: []) { standing, step in
            switch step {
            case .publish(let run), .back(to: let run):
                // Published again while it was: nothing came in between.
                if standing.last == run { return }
                if case .back = step, let place = standing.lastIndex(of: run) {
                    standing.removeSubrange((place + 1)...)
                } else {
                    standing.append(run)
                }
            }
        }
    }
}
