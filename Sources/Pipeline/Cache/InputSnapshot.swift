/// Files as they were at one moment, without their content.
package struct InputSnapshot: Sendable {
    private let files: [(path: String, identity: FileIdentity)]

    /// - Throws: `InputError` when a file is missing or is no regular file.
    package init(of paths: [String]) throws {
        files = try paths.map { ($0, try FileIdentity(ofFile: $0)) }
    }

    /// Whether these are the files that were digested, unchanged.
    package func matches(_ inputs: [InputFileState]) -> Bool {
        files.count == inputs.count
            && zip(files, inputs).allSatisfy { $0.path == $1.path && $0.identity == $1.identity }
    }
}
