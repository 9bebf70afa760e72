/// The calls that change a file system, one by one, so that a test can make any of them fail.
///
/// Each either does what it says or throws the code the operating system gave. None retries: what may be tried again is
/// `FileSystem`'s decision.
public protocol SystemCalls: Sendable {
    /// Opens a file for writing, made anew or emptied.
    func create(_ path: String) throws(SystemCallError) -> FileHandleNumber
    /// Opens a file for writing at its end, made where it is missing.
    func openForAppending(_ path: String) throws(SystemCallError) -> FileHandleNumber
    /// Writes the first bytes, perhaps not all of them.
    ///
    /// - Returns: how many were written, at least one.
    func write(_ bytes: UnsafeRawBufferPointer, to file: FileHandleNumber) throws(SystemCallError) -> Int
    /// Returns once what was written to the file lies on the disk.
    func flush(_ file: FileHandleNumber) throws(SystemCallError)
    func close(_ file: FileHandleNumber) throws(SystemCallError)
    /// Returns once the directory's entries lie on the disk.
    func flushDirectory(_ path: String) throws(SystemCallError)
    func rename(_ source: String, to destination: String) throws(SystemCallError)
    /// Gives a file a second name.
    func link(_ source: String, to destination: String) throws(SystemCallError)
    func makeSymbolicLink(_ path: String, to target: String) throws(SystemCallError)
    func makeDirectory(_ path: String) throws(SystemCallError)
    func removeFile(_ path: String) throws(SystemCallError)
    func removeDirectory(_ path: String) throws(SystemCallError)
}

/// An open file, as the operating system numbers it.
public typealias FileHandleNumber = Int32

/// What the operating system answered to a call it did not carry out.
public struct SystemCallError: Error, Sendable, Equatable {
    /// An `errno`: `ENOSPC`, `EIO` …
    public let code: Int32

    public init(code: Int32) {
        self.code = code
    }
}
