import DurableFiles
import Foundation
import Observers
import Pipeline
import Synchronization
import TestSupport
import Testing

/// What is asked of a server that fails, against one that answers as MLflow's interface says.
@Suite struct MLflowDeliveryTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// Notes what has arrived, as an entry of the outbox does.
    private final class Receipts: Sendable {
        private let kept = Mutex<[String: String]>([:])

        func delivery(in directory: String) -> Delivery {
            Delivery(
                workspace: Workspace(path: directory, files: FileSystem()), effort: .onceAtLeisure,
                receipts: DeliveryReceipts(kept.withLock(\.self)) { [self] receipts in
                    kept.withLock { $0 = receipts }
                }, log: ObservedShop.log)
        }
    }

    private func send(
        _ message: JSON, to server: LoopbackServer, settings: String = "", receipts: Receipts = Receipts()
    ) throws {
        try MLflowTracking.read(#"{"uri":"\#(server.url)"\#(settings)}"#).send(
            message, in: receipts.delivery(in: directory.path))
    }

    private static func calls(_ server: LoopbackServer) -> [String] {
        server.requests.map { $0.target.replacing("/api/2.0/", with: "").prefix { $0 != "?" } }.map(String.init)
    }

    private static func puts(_ server: LoopbackServer) -> [String] {
        server.requests.filter { $0.method == "PUT" }.map {
            $0.target.replacing("/api/2.0/mlflow-artifacts/artifacts", with: "") + " " + $0.text
        }
    }

    @Test func makesWhatIsNotThereYet() throws {
        let server = try FakeMLflow(runIsKnown: false).serve()
        try send(MLflowMessages.message(metrics: 1), to: server)
        #expect(
            Self.calls(server) == [
                "mlflow/experiments/get-by-name", "mlflow/experiments/create", "mlflow/runs/search",
                "mlflow/runs/create", "mlflow/runs/log-batch", "mlflow/runs/update",
            ])
    }

    @Test func goesOnWhereTheLastAttemptStopped() throws {
        let failing = try FakeMLflow(runIsKnown: false).serve { request in
            let isSecondBatch = request.target.hasSuffix("log-batch") && request.text.contains(#""value":"2""#)
            return isSecondBatch ? .respond(500, "full") : nil
        }
        let message = MLflowMessages.message(metrics: 2000)
        #expect(throws: HTTPError.self) { try send(message, to: failing) }
        #expect(Self.calls(failing).count { $0.hasSuffix("log-batch") } == 2)
        #expect(!Self.calls(failing).contains("mlflow/runs/update"), "a run that lacks metrics has not ended")

        let working = try FakeMLflow(loggedBatches: 1).serve()
        try send(message, to: working)
        #expect(!Self.calls(working).contains("mlflow/runs/create"))
        let batches = working.requests.filter { $0.target.hasSuffix("log-batch") }
        // 2 tags and 997 metrics, 999, 4.
        #expect(batches.count == 2)
        let first = batches.first.flatMap { JSON(bytes: $0.body) }
        #expect(first?["metrics"]?.arrayValue?.first?["step"]?.integerValue == 997)
    }

    /// A message of a run with a report and a bundle of two files.
    private func messageOfABundle() throws -> JSON {
        try directory.write("four", to: "report.html")
        try directory.write("123456", to: "MLmodel")
        try directory.write("{}", to: "manifest.json")
        let files = [
            ("report.html", "report.html"), ("bundle/ML model", "MLmodel"), ("bundle/manifest.json", "manifest.json"),
        ]
        return MLflowMessages.message(
            scores: 1, artifacts: files.map { ($0.0, $0.1) },
            registration: MLflowMessages.registration)
    }

    @Test func aBundleIsALoggedModelOfMLflow3() throws {
        let server = try FakeMLflow().serve()
        try send(try messageOfABundle(), to: server)
        #expect(
            Self.puts(server) == [
                "/1/r1/artifacts/report.html four", "/1/models/m-1/artifacts/ML%20model 123456",
                "/1/models/m-1/artifacts/manifest.json {}",
            ])
        let bodies = server.requests.reduce(into: [String: JSON]()) {
            $0[$1.method + " " + $1.target.replacing("/api/2.0/mlflow/", with: "")] = JSON(bytes: $1.body)
        }
        #expect(bodies["POST logged-models"]?["source_run_id"] == "r1")
        #expect(bodies["POST runs/log-batch"]?["metrics"]?.arrayValue?.first?["model_id"] == "m-1")
        #expect(bodies["PATCH logged-models/m-1"]?["status"] == "LOGGED_MODEL_READY")
        #expect(bodies["POST runs/outputs"]?["models"] == [["model_id": "m-1", "step": 0]])
        #expect(bodies["POST model-versions/create"]?["source"] == "models:/m-1")
        #expect(bodies["POST model-versions/create"]?["model_id"] == "m-1")
        #expect(bodies["POST model-versions/set-tag"]?["key"] == "mercer.gate")
        #expect(bodies["POST registered-models/alias"] == nil, "nothing is published in this workspace")
        #expect(Self.calls(server).last == "mlflow/runs/update")
    }

    @Test func aBundleIsAmongTheFilesOfARunOfMLflow2() throws {
        let server = try FakeMLflow(hasLoggedModels: false).serve()
        try send(try messageOfABundle(), to: server)
        #expect(
            Self.puts(server) == [
                "/1/r1/artifacts/report.html four", "/1/r1/artifacts/bundle/ML%20model 123456",
                "/1/r1/artifacts/bundle/manifest.json {}",
            ])
        let tag = server.requests.first { $0.target.hasSuffix("runs/set-tag") }.flatMap { JSON(bytes: $0.body) }
        #expect(tag?["key"] == "mlflow.log-model.history")
        let version = server.requests.first { $0.target.hasSuffix("model-versions/create") }
        #expect(version.flatMap { JSON(bytes: $0.body) }?["source"] == "mlflow-artifacts:/1/r1/artifacts/bundle")
        #expect(!Self.calls(server).contains { $0.hasPrefix("mlflow/runs/outputs") })
    }

    @Test func sendsAFileAgainOnlyWhereItIsAnother() throws {
        let message = try messageOfABundle()
        let receipts = Receipts()
        let failing = try FakeMLflow().serve { $0.target.hasSuffix("manifest.json") ? .respond(507, "full") : nil }
        #expect(throws: HTTPError.self) { try send(message, to: failing, receipts: receipts) }
        #expect(Self.puts(failing).count == 3)
        // As long as before.
        try directory.write("five", to: "report.html")
        let working = try FakeMLflow().serve()
        try send(message, to: working, receipts: receipts)
        #expect(
            Self.puts(working) == [
                "/1/r1/artifacts/report.html five", "/1/models/m-1/artifacts/manifest.json {}",
            ])
    }

    @Test func halfABundleIsNoModel() throws {
        let message = try messageOfABundle()
        try FileManager.default.removeItem(atPath: directory.file("MLmodel"))
        let server = try FakeMLflow().serve()
        try send(message, to: server)
        #expect(Self.puts(server) == ["/1/r1/artifacts/report.html four"])
        #expect(!Self.calls(server).contains { $0.contains("models") })
        #expect(Self.calls(server).last == "mlflow/runs/update", "the run ends all the same")
    }

    @Test func sendsTheTokenInItsHeaderAlone() throws {
        try directory.write("s3cret\n", to: "token")
        let server = try FakeMLflow().serve()
        try send(
            try messageOfABundle(), to: server,
            settings: #","token":{"secret_file":"\#(directory.file("token"))"}"#)
        #expect(server.requests.count > 5)
        #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer s3cret" })
        #expect(!server.requests.contains { $0.text.contains("s3cret") || $0.target.contains("s3cret") })
    }

    @Test func tellsWhatIsNoMLflow() throws {
        let server = try LoopbackServer { _, _ in .respond(200, "<html>") }
        #expect(throws: MLflowError.self) { try send(MLflowMessages.message(), to: server) }
    }
}
