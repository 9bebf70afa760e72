import DurableFiles
import Pipeline

/// Sends files to the server, which keeps them where it keeps artifacts.
struct MLflowArtifacts {
    let server: MLflowServer
    let delivery: Delivery

    private static let scheme = "mlflow-artifacts:"

    /// Whether the server takes the files of a run itself; says so in the log where it doesn't.
    func canSend(to run: MLflowRun, of name: String) -> Bool {
        if run.artifacts.hasPrefix(Self.scheme) { return true }
        delivery.log.warning(
            "the files of \(name) are left out: MLflow keeps artifacts at \(run.artifacts), not through its server; start it with --serve-artifacts"
        )
        return false
    }

    /// Sends a file unless this content of it has arrived already.
    ///
    /// - Parameters:
    ///   - root: a place as the server names it: `mlflow-artifacts:/1/0d24…/artifacts`.
    ///   - path: from there.
    func send(_ file: String, to root: String, at path: String) throws {
        let place = "\(Self.path(of: root))/\(path)"
        let digest = try FileDigest.sha256(ofFile: file)
        guard delivery.receipts[place] != digest else { return }
        try server.put(file: file, at: place)
        try delivery.receipts.note(place, digest)
    }

    /// `/1/0d24…/artifacts` of `mlflow-artifacts:/1/0d24…/artifacts`, with or without a host in it.
    private static func path(of uri: String) -> String {
        let rest = uri.dropFirst(scheme.count)
        guard rest.hasPrefix("//") else { return String(rest) }
        return String(rest.dropFirst(2).drop { $0 != "/" })
    }
}
