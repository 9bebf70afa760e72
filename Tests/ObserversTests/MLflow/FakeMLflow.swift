import Foundation

/// Answers as MLflow's interface says, without a memory: run `r1` of experiment 1, whose bundle is the logged model `m-1`.
struct FakeMLflow {
    var runIsKnown = true
    var loggedBatches = 0
    /// False is MLflow 2.
    var hasLoggedModels = true

    /// - Parameter exception: what a request is answered instead; nil is as always.
    func serve(
        _ exception: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer? = { _ in nil }
    ) throws -> LoopbackServer {
        try LoopbackServer { request, _ in exception(request) ?? answer(request) }
    }

    private var run: String {
        """
        {"info":{"run_id":"r1","experiment_id":"1","artifact_uri":"mlflow-artifacts:/1/r1/artifacts"},
         "data":{"tags":[{"key":"mercer.batches","value":"\(loggedBatches)"}]}}
        """
    }

    private static let model =
        #"{"info":{"model_id":"m-1","status":"LOGGED_MODEL_PENDING","artifact_uri":"mlflow-artifacts:/1/models/m-1/artifacts"}}"#

    private func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Answer {
        let call = request.target.split(separator: "?")[0].replacing("/api/2.0/mlflow/", with: "")
        if call.hasPrefix("logged-models"), !hasLoggedModels { return .respond(404, "<h1>Not Found</h1>") }
        switch call {
        case "experiments/get-by-name": return .respond(404, #"{"error_code":"RESOURCE_DOES_NOT_EXIST"}"#)
        case "experiments/create": return .respond(200, #"{"experiment_id":"1"}"#)
        case "runs/search": return .respond(200, runIsKnown ? #"{"runs":[\#(run)]}"# : "{}")
        case "runs/create": return .respond(200, #"{"run":\#(run)}"#)
        case "logged-models": return .respond(200, #"{"model":\#(Self.model)}"#)
        case "model-versions/create": return .respond(200, #"{"model_version":{"version":"1"}}"#)
        default: return .respond(200, "{}")
        }
    }
}
