import Foundation
import Observers
import Pipeline
import TestSupport

/// The MLflow server that `make test` installs from PyPI, on a free port of 127.0.0.1, with a database of its own.
final class RealMLflowServer {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    private static let program = root + "/.build/mlflow/bin/mlflow"
    static let python = root + "/.build/mlflow/bin/python"

    /// Whether it is installed; says on standard error when it isn't, so that a skipped test is no secret.
    static var isInstalled: Bool {
        if FileManager.default.isExecutableFile(atPath: program) { return true }
        FileHandle.standardError.write(Data("skipped: \(program) is not there; `make test` installs it\n".utf8))
        return false
    }

    /// A child of a test's thread inherits that thread's blocked signals, the one that is to end it among them.
    private static let start = """
        import os, signal, sys
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execv(sys.argv[1], sys.argv[1:])
        """

    struct NotStarted: Error { let log: String }

    let url: String
    private let directory: TemporaryDirectory
    private let process = Process()
    private let client: HTTPClient

    init() throws {
        directory = try TemporaryDirectory()
        let port = try LoopbackServer.freePort()
        url = "http://127.0.0.1:\(port)"
        client = HTTPClient(timeoutSeconds: 30, retries: .once)
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = [
            "-c", Self.start, Self.program, "server", "--host", "127.0.0.1", "--port", "\(port)", "--workers", "1",
            "--backend-store-uri",
            "sqlite:///\(directory.file("mlflow.db"))", "--artifacts-destination", directory.file("artifacts"),
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"]) { $1 }
        try directory.write("", to: "server.log")
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: directory.file("server.log")))
        process.standardOutput = log
        process.standardError = log
        try process.run()
        try waitUntilItAnswers()
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// It makes its database first, which takes many seconds on a busy machine.
    private func waitUntilItAnswers() throws {
        let deadline = ContinuousClock.now + .seconds(240)
        let patient = HTTPClient(timeoutSeconds: 5, retries: .once)
        while ContinuousClock.now < deadline, process.isRunning {
            if (try? patient.send(HTTPRequest(.get, url + "/health"))) != nil { return }
            Thread.sleep(forTimeInterval: 0.25)
        }
        throw NotStarted(log: try directory.text("server.log"))
    }

    func get(_ call: String) throws -> JSON {
        try client.send(HTTPRequest(.get, "\(url)/api/2.0/mlflow/\(call)")).json ?? .null
    }

    func post(_ call: String, _ body: JSON) throws -> JSON {
        try client.send(HTTPRequest(.post, "\(url)/api/2.0/mlflow/\(call)", json: body)).json ?? .null
    }

    /// A file among the artifacts, as the server gives it.
    func artifact(_ path: String, of run: JSON) throws -> [UInt8] {
        let root = (run["info"]?["artifact_uri"]?.stringValue ?? "").replacing("mlflow-artifacts:/", with: "")
        return try client.send(
            HTTPRequest(.get, "\(url)/api/2.0/mlflow-artifacts/artifacts/\(root)/\(path)")
        ).body
    }

    /// All runs of an experiment, oldest first.
    func runs(of experiment: String) throws -> [JSON] {
        let found = try get("experiments/get-by-name?experiment_name=\(experiment.replacing("/", with: "%2F"))")
        return try post(
            "runs/search",
            [
                "experiment_ids": [found["experiment"]?["experiment_id"] ?? .null],
                "order_by": ["attributes.start_time ASC"],
            ])["runs"]?.arrayValue ?? []
    }
}
