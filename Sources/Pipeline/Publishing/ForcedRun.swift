import DurableFiles
import Foundation

/// Writes into a run that was published against its gate that it was, when and why: `gate.json`, `run.json` and the head of
/// its report.
struct ForcedRun {
    let workspace: Workspace
    let reporter: any Reporting

    /// - Parameter record: what the history says; nothing changes where the run says it already.
    /// - Throws: `FileError`; `InputError` where the run's record can't be read.
    func tell(_ record: PublishingRecord) throws {
        guard record.action == .forcedPublish, let reason = record.reason else { return }
        let directory = workspace.runDirectory(record.run)
        guard let verdict = GateVerdict(in: directory), verdict.force?.reason != reason else { return }
        let forced = verdict.forced(because: reason, at: record.at)
        // The verdict last: it tells whether all of it is written.
        try head(of: directory, with: forced)
        try self.record(forced, in: directory)
        try forced.write(to: directory, in: workspace.files)
    }

    /// Puts the verdict at the head of the report; one that has none, of an older version or removed, stays as it is.
    private func head(of directory: String, with verdict: GateVerdict) throws {
        let path = "\(directory)/\(ReportContent.file)"
        guard let page = FileManager.default.contents(atPath: path),
            let judged = reporter.html(String(decoding: page, as: UTF8.self), judged: verdict)
        else { return }
        try workspace.files.write(judged, to: path)
    }

    /// Puts the verdict into the run's record, which stays as it is otherwise.
    private func record(_ verdict: GateVerdict, in directory: String) throws {
        let members = (try RunStore(workspace).record(in: directory).members ?? []).filter { $0.name != "gate" }
        let record = JSON.object(members + [.init("gate", verdict.record)])
        try workspace.files.write(record.text(indented: true) + "\n", to: "\(directory)/run.json")
    }
}
