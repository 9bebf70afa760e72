/// Paths as one directory sees another, so that pages still lead to runs when a workspace moves.
public enum RelativePath {
    /// - Parameters:
    ///   - directory: absolute and without `.` or `..`, as is `target`.
    public static func from(_ directory: String, to target: String) -> String {
        let (start, end) = (directory.split(separator: "/"), target.split(separator: "/"))
        let shared = zip(start, end).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: start.count - shared) + end[shared...].map(String.init)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }
}
