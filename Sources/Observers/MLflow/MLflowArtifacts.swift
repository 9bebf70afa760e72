import Foundation
import Logging
import Pipeline

/// Sends a run's files to the server, which keeps them where it keeps artifacts.
struct MLflowArtifacts {
    let message: MLflowMessage
    let run: MLflowDelivery.Run
    let server: MLflowServer
    let log: Logger

    private static let scheme = "mlflow-artifacts:"

    /// - Returns: where the bundle lies on the server; nil where the run has none, or not all of it could be sent.
    func send() throws -> String? {
        guard run.artifacts.hasPrefix(Self.scheme) else {
            log.warning(
                "the files of \(message.run) are left out: MLflow keeps artifacts at \(run.artifacts), not through its server; start it with --serve-artifacts"
            )
            return nil
        }
        let root = Self.path(of: run.artifacts)
        let present = try sizes()
        var missing: [String] = []
        for artifact in message.artifacts {
            guard let size = Self.size(of: artifact.file) else {
                missing.append(artifact.path)
                continue
            }
            if present[artifact.path] != size {
                try server.put(file: artifact.file, at: "\(root)/\(artifact.path)")
            }
        }
        if !missing.isEmpty {
            log.warning(
                "\(message.run) was pruned before it was sent: MLflow gets all but \(missing.joined(separator: ", "))")
        }
        let bundle = message.artifacts.map(\.path).filter { $0.hasPrefix("\(MLflowMessage.bundleFolder)/") }
        let isWhole = !bundle.isEmpty && !bundle.contains(where: missing.contains)
        return isWhole ? "\(run.artifacts)/\(MLflowMessage.bundleFolder)" : nil
    }

    /// `/1/0d24…/artifacts` of `mlflow-artifacts:/1/0d24…/artifacts`, with or without a host in it.
    private static func path(of uri: String) -> String {
        let rest = uri.dropFirst(scheme.count)
        guard rest.hasPrefix("//") else { return String(rest) }
        return String(rest.dropFirst(2).drop { $0 != "/" })
    }

    /// The sizes of the files the server has already, by path.
    private func sizes() throws -> [String: Int] {
        let folders = Set(message.artifacts.map { Self.folder(of: $0.path) })
        var sizes: [String: Int] = [:]
        for folder in folders.sorted() {
            let listed = try server.get(
                "artifacts/list", [("run_id", run.id)] + (folder.isEmpty ? [] : [("path", folder)]))
            for file in listed["files"]?.arrayValue ?? [] {
                guard let path = file["path"]?.stringValue else { continue }
                // Sizes are 64-bit numbers, which some versions spell as strings.
                sizes[path] = file["file_size"]?.integerValue ?? file["file_size"]?.stringValue.flatMap(Int.init)
            }
        }
        return sizes
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    private static func size(of file: String) -> Int? {
        var status = stat()
        return stat(file, &status) == 0 ? Int(status.st_size) : nil
    }
}
