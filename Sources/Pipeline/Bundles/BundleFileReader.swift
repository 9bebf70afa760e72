import Foundation

/// Reads the files of a bundle.
enum BundleFileReader {
    /// A JSON file that states its schema.
    ///
    /// - Throws: a problem where the file can't be read, is no JSON, or has another schema.
    static func json(_ file: String, in directory: String, schema: Int) throws(BundleProblem) -> JSON {
        let bytes = try bytes(of: file, in: directory)
        let json: JSON
        do {
            json = try JSON(parsing: bytes, path: file)
        } catch {
            throw BundleProblem(file, .malformed("is no JSON (\(error))"))
        }
        guard json["schema"]?.integerValue == schema else {
            throw BundleProblem(file, .schema(found: json["schema"]?.text() ?? "none", expected: schema))
        }
        return json
    }

    static func bytes(of file: String, in directory: String) throws(BundleProblem) -> [UInt8] {
        let path = try path(of: file, in: directory)
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw BundleProblem(file, .unreadable(cause: "\(error.localizedDescription)"))
        }
    }

    /// The path of a file that is there: opening anything but a regular file could wait for ever, and what a link points to is
    /// no part of the bundle.
    static func path(of file: String, in directory: String) throws(BundleProblem) -> String {
        let path = "\(directory)/\(file)"
        var status = stat()
        guard lstat(path, &status) == 0 else { throw BundleProblem(file, .missing) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw BundleProblem(file, .notAFile) }
        return path
    }
}
