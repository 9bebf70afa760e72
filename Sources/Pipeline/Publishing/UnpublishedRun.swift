import DurableFiles

/// A run whose last record was written and whose publication, which was to follow at once, never came: its process was killed
/// between the two, or the disk refused first the one and then the other record.
struct UnpublishedRun {
    let workspace: Workspace
    let id: String

    /// Says so in its record, as long as the intent that tells it is still there. What says anything else stays, and so does
    /// what can't be read.
    ///
    /// - Throws: `FileError`.
    func tell() throws {
        let directory = workspace.runDirectory(id)
        guard let record = try? RunStore(workspace).record(in: directory),
            record["status"]?.stringValue == RunRecord.Status.succeeded.rawValue
        else { return }
        let changed: [String: JSON] = [
            "status": .string(RunRecord.Status.failed.rawValue), "exit_status": .null,
            "error": .string("it ended before its model was published; `mercer publish \(id)` publishes it"),
        ]
        let members = (record.members ?? []).map { JSON.Member($0.name, changed[$0.name] ?? $0.value) }
        try workspace.files.write(JSON.object(members).text(indented: true) + "\n", to: "\(directory)/run.json")
    }
}
