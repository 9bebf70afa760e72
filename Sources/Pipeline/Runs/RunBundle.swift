import DurableFiles
import Foundation

/// Makes a run's bundle from the exported files: links or copies them, adds the model card, and the manifest last.
struct RunBundle {
    let workspace: Workspace
    let record: RunRecord

    /// - Returns: the bundle's directory.
    func make(from exported: CacheEntry, card: String, manifest: (_ files: [WrittenFile]) -> JSON) throws -> String {
        let place = workspace.bundle(config: record.configName, pipeline: record.pipelineName, run: record.id)
        let files = workspace.files
        try files.makeDirectory(place) { unfinished in
            for file in exported.files {
                let target = "\(unfinished)/\(file.path)"
                try files.createDirectory(URL(fileURLWithPath: target).deletingLastPathComponent().path)
                try files.share(exported.path(file.path), as: target)
            }
            let card = try files.write(card, to: "\(unfinished)/\(BundleFile.card)")
            let listed = exported.files + [WrittenFile(path: BundleFile.card, size: card.size, sha256: card.sha256)]
            try files.write(manifest(listed).text(indented: true) + "\n", to: "\(unfinished)/\(BundleFile.manifest)")
        }
        return place
    }
}
