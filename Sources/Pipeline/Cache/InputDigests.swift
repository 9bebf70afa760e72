import Foundation

/// Content digests of input files, remembered so that an unchanged file is not read again.
///
/// A file is recognised by device, inode, size, modification and change time: its path does not count.
public struct InputDigests {
    private let path: String
    private var remembered: [String: String]
    private var isChanged = false

    /// Reads what earlier runs remembered; a memory that can't be read is started anew.
    public init(directory: String) {
        path = "\(directory)/inputs.json"
        remembered = [:]
        for member in JSON(remembered: path)?.members ?? [] { remembered[member.name] = member.value.stringValue }
    }

    /// - Throws: `InputError` when the file is missing, is no regular file or can't be read.
    public mutating func digest(ofFile file: String) throws -> (sha256: String, size: Int) {
        var status = stat()
        guard stat(file, &status) == 0 else {
            throw InputError(
                path: file, found: String(cString: strerror(errno)), remedy: "check the path in the config")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw InputError(
                path: file, found: "it is no regular file", remedy: "name a file, a glob or a list of files")
        }
        let times =
            "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)-\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
        let identity = "\(status.st_dev)-\(status.st_ino)-\(status.st_size)-\(times)"
        if let digest = remembered[identity] { return (digest, Int(status.st_size)) }
        let digest = try FileDigest.sha256(ofFile: file)
        remembered[identity] = digest
        isChanged = true
        return (digest, Int(status.st_size))
    }

    /// Writes the memory when something was added to it.
    public func save() throws {
        guard isChanged else { return }
        let members = remembered.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
        try FileWriter.write(JSON.object(members).text(indented: true), to: path)
    }
}
