import DurableFiles
import Foundation
import Observers
import Pipeline
import Synchronization
import TestSupport
import Testing

/// What is asked of a server that fails, against one that answers as MLflow's interface says.
@Suite struct MLflowDeliveryTests {
    /// A run with an id, known or not, and how many batches it has.
    private static func run(batches: Int) -> String {
        #"{"info":{"run_id":"r1","artifact_uri":"mlflow-artifacts:/1/r1/artifacts"},"data":{"tags":[{"key":"mercer.batches","value":"\#(batches)"}]}}"#
    }

    private static func answer(_ request: LoopbackServer.Request, knownBatches: Int?) -> LoopbackServer.Answer {
        let call = request.target.split(separator: "?")[0].replacing("/api/2.0/mlflow/", with: "")
        switch call {
        case "experiments/get-by-name": return .respond(404, #"{"error_code":"RESOURCE_DOES_NOT_EXIST"}"#)
        case "experiments/create": return .respond(200, #"{"experiment_id":"1"}"#)
        case "runs/search":
            return .respond(200, knownBatches.map { #"{"runs":[\#(run(batches: $0))]}"# } ?? "{}")
        case "runs/create": return .respond(200, #"{"run":\#(run(batches: 0))}"#)
        default: return .respond(200, "{}")
        }
    }

    private func send(_ message: JSON, to server: LoopbackServer, settings: String = "") throws {
        let directory = try TemporaryDirectory()
        try MLflowTracking.read(#"{"uri":"\#(server.url)"\#(settings)}"#).send(
            message,
            in: Delivery(
                workspace: Workspace(path: directory.path, files: FileSystem()), deadline: nil, attempts: 1,
                log: ObservedShop.log))
    }

    private static func calls(_ server: LoopbackServer) -> [String] {
        server.requests.map { $0.target.replacing("/api/2.0/", with: "").prefix { $0 != "?" } }.map(String.init)
    }

    @Test func makesWhatIsNotThereYet() throws {
        let server = try LoopbackServer { request, _ in Self.answer(request, knownBatches: nil) }
        try send(MLflowMessages.message(metrics: 1), to: server)
        #expect(
            Self.calls(server) == [
                "mlflow/experiments/get-by-name", "mlflow/experiments/create", "mlflow/runs/search",
                "mlflow/runs/create", "mlflow/runs/log-batch", "mlflow/runs/update",
            ])
    }

    @Test func goesOnWhereTheLastAttemptStopped() throws {
        let failing = try LoopbackServer { request, _ in
            let isSecondBatch = request.target.hasSuffix("log-batch") && request.text.contains(#""value":"2""#)
            return isSecondBatch ? .respond(500, "full") : Self.answer(request, knownBatches: nil)
        }
        let message = MLflowMessages.message(metrics: 2000)
        #expect(throws: HTTPError.self) { try send(message, to: failing) }
        #expect(Self.calls(failing).count { $0.hasSuffix("log-batch") } == 2)
        #expect(!Self.calls(failing).contains("mlflow/runs/update"), "a run that lacks metrics has not ended")

        let working = try LoopbackServer { request, _ in Self.answer(request, knownBatches: 1) }
        try send(message, to: working)
        #expect(!Self.calls(working).contains("mlflow/runs/create"))
        let batches = working.requests.filter { $0.target.hasSuffix("log-batch") }
        // 2 tags and 997 metrics, 999, 4.
        #expect(batches.count == 2)
        let first = batches.first.flatMap { JSON(bytes: $0.body) }
        #expect(first?["metrics"]?.arrayValue?.first?["step"]?.integerValue == 997)
    }

    @Test func sendsFilesTheServerLacks() throws {
        let directory = try TemporaryDirectory()
        try directory.write("four", to: "report.html")
        try directory.write("123456", to: "MLmodel")
        let server = try LoopbackServer { request, _ in
            if request.target.contains("artifacts/list"), !request.target.contains("path=") {
                return .respond(200, #"{"files":[{"path":"report.html","file_size":"4"}]}"#)
            }
            return Self.answer(request, knownBatches: 9)
        }
        let files = [("report.html", "report.html"), ("bundle/ML model", "MLmodel"), ("bundle/gone", "gone")]
        try send(
            MLflowMessages.message(
                artifacts: files.map { ($0.0, directory.file($0.1)) },
                registration: ["model": "m", "config": "shop", "pipeline": "recommend"]), to: server)
        let puts = server.requests.filter { $0.method == "PUT" }
        #expect(puts.map(\.target) == ["/api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/bundle/ML%20model"])
        #expect(puts.map(\.text) == ["123456"])
        #expect(!Self.calls(server).contains { $0.contains("registered-models") }, "half a bundle is no model")
        #expect(Self.calls(server).last == "mlflow/runs/update", "the run ends all the same")
    }

    @Test func sendsTheToken() throws {
        let directory = try TemporaryDirectory()
        try directory.write("s3cret\n", to: "token")
        let server = try LoopbackServer { request, _ in Self.answer(request, knownBatches: 9) }
        try send(
            MLflowMessages.message(), to: server,
            settings: #","token":{"secret_file":"\#(directory.file("token"))"}"#)
        #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer s3cret" })
    }

    @Test func tellsWhatIsNoMLflow() throws {
        let server = try LoopbackServer { _, _ in .respond(200, "<html>") }
        #expect(throws: MLflowError.self) { try send(MLflowMessages.message(), to: server) }
    }
}
