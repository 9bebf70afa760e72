import DurableFiles
import Foundation

/// `.publishing.json` of a config and pipeline, there only while something is being published: the line that the history gets
/// once `current` has moved.
///
/// Killed before the link moves, nothing was published and the intent is dropped; killed after, whoever publishes or runs next
/// writes the line and what else the intent says, the reason with it. While it is there, a run that waits for it has not
/// succeeded, whatever its record says already.
struct PublishingIntent {
    private static let name = ".publishing.json"

    let record: PublishingRecord
    /// Whether it is by this that the run itself ends, rather than somebody who publishes it later.
    let endsRun: Bool

    /// Reads what an interruption left; nil where nothing was interrupted.
    ///
    /// - Throws: `InputError` where it can't be read.
    static func pending(of workspace: Workspace, config: String, pipeline: String) throws(InputError)
        -> PublishingIntent?
    {
        let path = path(of: workspace, config: config, pipeline: pipeline)
        if FileSystem.isMissing(path) { return nil }
        guard let json = JSON(remembered: path), let record = PublishingRecord(json) else {
            throw InputError(
                path: path, found: "it is no record of the publication that was interrupted",
                remedy: "remove it; the history then says only that `current` was found to have moved")
        }
        return PublishingIntent(record: record, endsRun: json["ends_run"]?.boolValue ?? false)
    }

    /// Whether one is there, be it readable or not.
    static func isPending(of workspace: Workspace, config: String, pipeline: String) -> Bool {
        !FileSystem.isMissing(path(of: workspace, config: config, pipeline: pipeline))
    }

    func write(of workspace: Workspace, config: String, pipeline: String) throws {
        let json = JSON.object((record.json.members ?? []) + [.init("ends_run", .bool(endsRun))])
        try workspace.files.write(
            json.text() + "\n", to: Self.path(of: workspace, config: config, pipeline: pipeline))
    }

    static func remove(of workspace: Workspace, config: String, pipeline: String) throws {
        try workspace.files.removeFile(path(of: workspace, config: config, pipeline: pipeline))
    }

    private static func path(of workspace: Workspace, config: String, pipeline: String) -> String {
        "\(workspace.models(config: config, pipeline: pipeline))/\(name)"
    }
}
