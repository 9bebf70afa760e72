import DurableFiles
import Pipeline

/// The files of a run that a message names: its own, and its bundle's.
struct MLflowFiles {
    /// That are there.
    let own: [MLflowMessage.Artifact]
    /// All of the bundle's, its manifest last; none where the run made no bundle or some of its files are gone.
    let bundle: [MLflowMessage.Artifact]
    /// What is gone, by its path there.
    let missing: [String]

    init(_ artifacts: [MLflowMessage.Artifact]) {
        let present = artifacts.filter { FileSystem.size(ofFile: $0.file) != nil }
        let prefix = MLflowMessage.bundleFolder + "/"
        own = present.filter { !$0.path.hasPrefix(prefix) }
        missing = artifacts.filter { !present.contains($0) }.map(\.path)
        bundle = missing.contains { $0.hasPrefix(prefix) } ? [] : present.filter { $0.path.hasPrefix(prefix) }
    }
}
