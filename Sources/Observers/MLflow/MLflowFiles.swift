import DurableFiles
import Pipeline

/// The files of a run that a message names: its own, and its bundle's, where they lie now.
struct MLflowFiles {
    struct File {
        /// Relative to the run's artifacts.
        let path: String
        /// On this machine.
        let location: String
    }

    /// That are there.
    let own: [File]
    /// All of the bundle's, its manifest last; none where the run made no bundle or some of its files are gone.
    let bundle: [File]
    /// What is gone, by its path there.
    let missing: [String]

    init(_ artifacts: [MLflowMessage.Artifact], in workspace: Workspace) {
        let files = artifacts.map { File(path: $0.path, location: workspace.absolute($0.file)) }
        func isThere(_ file: File) -> Bool { FileSystem.size(ofFile: file.location) != nil }
        let present = files.filter(isThere)
        let prefix = MLflowMessage.bundleFolder + "/"
        own = present.filter { !$0.path.hasPrefix(prefix) }
        missing = files.filter { !isThere($0) }.map(\.path)
        bundle = missing.contains { $0.hasPrefix(prefix) } ? [] : present.filter { $0.path.hasPrefix(prefix) }
    }
}
