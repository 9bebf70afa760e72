import Foundation

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
        json = try BundleJSON.read(BundleFile.manifest, in: directory, schema: Self.schema)
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

/// Reads the JSON files of a bundle.
enum BundleJSON {
    /// - Throws: a problem where the file is missing, is no JSON, or has another schema.
    static func read(_ file: String, in directory: String, schema: Int) throws(BundleProblem) -> JSON {
        let bytes = try content(of: file, in: directory)
        let diagnostics = Diagnostics()
        guard let node = JSONParser.parse(bytes, path: file, diagnostics: diagnostics), diagnostics.problems.isEmpty
        else {
            let cause = diagnostics.problems.first.map { "\($0.origin): \($0.message)" }
            throw BundleProblem(file, .malformed("is no JSON" + (cause.map { " (\($0))" } ?? "")))
        }
        let json = node.json
        guard json["schema"]?.integerValue == schema else {
            throw BundleProblem(file, .schema(found: json["schema"]?.text() ?? "none", expected: schema))
        }
        return json
    }

    /// The bytes of a file.
    static func content(of file: String, in directory: String) throws(BundleProblem) -> [UInt8] {
        let path = "\(directory)/\(file)"
        guard FileManager.default.fileExists(atPath: path) else { throw BundleProblem(file, .missing) }
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw BundleProblem(file, .unreadable(cause: error.localizedDescription))
        }
    }
}
