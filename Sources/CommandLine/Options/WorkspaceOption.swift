import ArgumentParser
import DurableFiles
import Foundation
import Pipeline

/// `--workspace`, for every command that touches one.
struct WorkspaceOption: ParsableArguments {
    @Option(
        name: .long,
        help: "Where runs and models lie (default: the config's, else $MERCER_WORKSPACE, else ./artifacts).")
    var workspace: String?

    func validate() throws {
        if workspace?.isEmpty == true { throw ValidationError("--workspace: expected a directory, found nothing") }
    }

    /// The workspace asked for, given what the config says.
    func resolve(config: String? = nil) -> Workspace {
        let environment = ProcessInfo.processInfo.environment["MERCER_WORKSPACE"]
        return Workspace(path: workspace ?? config ?? environment ?? "artifacts", files: FileSystem())
    }
}
