import Foundation

/// Makes a run's bundle from the exported files: links or copies them, adds the model card, and the manifest last.
struct RunBundle {
    let workspace: Workspace
    let record: RunRecord

    /// - Returns: the bundle's directory.
    func make(from exported: CacheEntry, card: String, manifest: (_ files: [WrittenFile]) -> JSON) throws -> String {
        let place = workspace.bundle(config: record.configName, pipeline: record.pipelineName, run: record.id)
        let models = workspace.models(config: record.configName, pipeline: record.pipelineName)
        let temporary = "\(models)/.\(record.id).\(getpid()).partial"
        try Directories.remove(temporary)
        try Directories.create(temporary)
        var files: [WrittenFile] = []
        for file in exported.files {
            let target = "\(temporary)/\(file.path)"
            try Directories.create(URL(fileURLWithPath: target).deletingLastPathComponent().path)
            try RunFiles.link(exported.path(file.path), to: target)
            files.append(file)
        }
        let written = try FileWriter.write(card, to: "\(temporary)/\(BundleFile.card)")
        files.append(WrittenFile(path: BundleFile.card, size: written.size, sha256: written.sha256))
        try FileWriter.write(manifest(files).text(indented: true) + "\n", to: "\(temporary)/\(BundleFile.manifest)")
        try Directories.move(temporary, to: place)
        return place
    }
}
