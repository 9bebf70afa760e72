/// One thing about a bundle that does not hold.
public struct BundleProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        case missing
        /// There, but not listed by the manifest.
        case unlisted
        /// A path of the manifest that leads out of the bundle, or to something that is no regular file.
        case notAFile
        case unreadable(cause: String)
        case size(found: Int, expected: Int)
        case digest(found: String, expected: String)
        case schema(found: String, expected: Int)
        /// The content is not what the format says.
        case malformed(String)
        /// The model answers something else than the golden file says.
        case answer(user: String, found: String, expected: String)
    }

    /// Relative to the bundle.
    public let file: String
    public let kind: Kind

    public init(_ file: String, _ kind: Kind) {
        self.file = file
        self.kind = kind
    }

    public var description: String { "\(file): \(found)" }

    /// What was found and what was expected, without the file.
    var found: String {
        switch kind {
        case .missing: "is missing"
        case .unlisted: "is not listed in \(BundleFile.manifest)"
        case .notAFile: "is no regular file inside the bundle"
        case .unreadable(let cause): "can't be read: \(cause)"
        case .size(let found, let expected): "has \(found) bytes, expected \(expected)"
        case .digest(let found, let expected): "has the SHA-256 \(found), expected \(expected)"
        case .schema(let found, let expected): "has schema \(found), expected \(expected)"
        case .malformed(let what): what
        case .answer(let user, let found, let expected): "user \(user): the model gives \(found), expected \(expected)"
        }
    }
}

extension InputError {
    /// A bundle that can't be used because of a problem.
    init(_ problem: BundleProblem, in directory: String) {
        self.init(
            path: "\(directory)/\(problem.file)", found: problem.found,
            remedy: "run `mercer verify \(directory)` to see all that is wrong, or export the bundle again")
    }
}
