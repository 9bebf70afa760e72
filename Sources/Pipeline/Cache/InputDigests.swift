import DurableFiles

/// Content digests of input files, remembered so that an unchanged file is not read again.
///
/// A file is recognised by device, inode, size, modification and change time: its path does not count.
package struct InputDigests {
    private let path: String
    private var remembered: [String: String]
    private var isChanged = false
    private let isCancelled: @Sendable () -> Bool

    /// Reads what earlier runs remembered; a memory that can't be read is started anew.
    ///
    /// - Parameter isCancelled: asked while a file is digested; true ends that.
    package init(directory: String, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        path = "\(directory)/inputs.json"
        self.isCancelled = isCancelled
        remembered = [:]
        for member in JSON(remembered: path)?.members ?? [] { remembered[member.name] = member.value.stringValue }
    }

    /// The file's state with the digest of its content, read only where it isn't remembered.
    ///
    /// - Throws: `InputError` when the file is missing, is no regular file or can't be read; `DataError` when it changes
    ///   while it is digested; `CancellationError`.
    package mutating func state(ofFile path: String, table: String) throws -> InputFileState {
        let identity = try FileIdentity(ofFile: path)
        let isRemembered = remembered[identity.text] != nil
        let digest = try remembered[identity.text] ?? FileDigest.sha256(ofFile: path, isCancelled: isCancelled)
        let state = InputFileState(table: table, path: path, size: identity.size, sha256: digest, identity: identity)
        if !isRemembered {
            try state.checkUnchanged()
            remembered[identity.text] = digest
            isChanged = true
        }
        return state
    }

    /// Whether a file's content is none that was ever digested, told by its size alone: nothing can be stored of it then.
    ///
    /// - Throws: `InputError` when the file is missing or is no regular file.
    package func isNew(_ path: String) throws -> Bool {
        let size = try FileIdentity(ofFile: path).size
        return !remembered.keys.contains { FileIdentity.size(in: $0) == size }
    }

    /// Writes the memory when something was added to it.
    func save(in files: FileSystem) throws {
        guard isChanged else { return }
        let members = remembered.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
        try files.write(JSON.object(members).text(indented: true), to: path)
    }
}
