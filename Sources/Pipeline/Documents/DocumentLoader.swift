import Foundation

/// Reads a pipeline or config file into values that know their place, environment variables filled in.
public struct DocumentLoader: Sendable {
    /// No document people or programs write comes near it; larger files are most likely data.
    public static let maximumByteCount = 16 << 20

    let environment: [String: String]

    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    /// - Returns: nil after reporting that the content can't be used.
    /// - Throws: `InputError` where there is no file, or none that can be read.
    public func load(_ path: String, diagnostics: Diagnostics) throws(InputError) -> JSONNode? {
        guard let bytes = try Self.contents(of: path) else {
            diagnostics.report(
                Problem(
                    origin: .file(path: path, line: 1, column: 1), address: "",
                    message: "the file is larger than \(Self.maximumByteCount >> 20) MiB",
                    hint: "a pipeline or config is expected, not data"))
            return nil
        }
        return parse(bytes, path: path, diagnostics: diagnostics)
    }

    func parse(_ bytes: [UInt8], path: String, diagnostics: Diagnostics) -> JSONNode? {
        let expansion = EnvironmentExpansion(environment: environment, diagnostics: diagnostics)
        return JSONParser.parse(bytes, path: path, diagnostics: diagnostics).map(expansion.expand)
    }

    /// A regular file's bytes; nil where there are too many. Anything else, such as a pipe, could keep the program waiting.
    private static func contents(of path: String) throws(InputError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw unreadable(path, status.st_mode & S_IFMT == S_IFDIR ? "is a directory" : "is no regular file")
        }
        guard status.st_size <= maximumByteCount else { return nil }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        do {
            let data = try handle.read(upToCount: maximumByteCount + 1) ?? Data()
            return data.count <= maximumByteCount ? Array(data) : nil
        } catch {
            throw unreadable(path, error.localizedDescription)
        }
    }

    private static func unreadable(_ path: String, _ found: String) -> InputError {
        InputError(path: path, found: found, remedy: "name a pipeline or config file that can be read")
    }
}
