import DurableFiles

/// `manifest.json` of a bundle, read back.
public struct BundleManifest: Sendable {
    public static let schema = 1

    /// The model's component; nil where the bundle holds no model.
    public let modelName: String?
    /// Every file but the manifest, by path relative to the bundle.
    public let files: [WrittenFile]
    /// All that the manifest says.
    public let json: JSON

    /// Reads the manifest of the bundle in `directory`.
    init(in directory: String) throws(BundleProblem) {
        json = try BundleFileReader.json(BundleFile.manifest, in: directory, schema: Self.schema)
        modelName = json["model"]?.stringValue
        guard let listed = json["files"]?.arrayValue else {
            throw BundleProblem(BundleFile.manifest, .malformed("lists no files"))
        }
        var files: [WrittenFile] = []
        for (position, file) in listed.enumerated() {
            guard let path = file["path"]?.stringValue, let size = file["size"]?.integerValue,
                let digest = file["sha256"]?.stringValue
            else {
                throw BundleProblem(BundleFile.manifest, .malformed("files.\(position) lacks path, size or sha256"))
            }
            files.append(WrittenFile(path: path, size: size, sha256: digest))
        }
        self.files = files
    }

    public func lists(_ path: String) -> Bool {
        files.contains { $0.path == path }
    }
}
