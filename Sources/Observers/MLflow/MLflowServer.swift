import Foundation
import Pipeline

/// The calls of MLflow's REST interface.
struct MLflowServer: Sendable {
    let client: HTTPClient
    /// Without a slash at its end.
    let address: String
    let token: String?

    func get(_ call: String, _ query: [(name: String, value: String)]) throws -> JSON {
        let text = query.map { "\($0.name)=\(Self.encoded($0.value))" }.joined(separator: "&")
        return try answer(to: HTTPRequest(.get, "\(address)/api/2.0/mlflow/\(call)?\(text)"))
    }

    /// - Parameter isRepeatable: whether the server takes the call twice for once.
    @discardableResult
    func post(_ call: String, _ body: JSON, isRepeatable: Bool = true) throws -> JSON {
        try answer(
            to: HTTPRequest(.post, "\(address)/api/2.0/mlflow/\(call)", json: body, isRepeatable: isRepeatable))
    }

    /// To set the same values once more changes nothing.
    func patch(_ call: String, _ body: JSON) throws {
        _ = try answer(
            to: HTTPRequest(.patch, "\(address)/api/2.0/mlflow/\(call)", json: body, isRepeatable: true))
    }

    func delete(_ call: String, _ body: JSON) throws {
        _ = try answer(to: HTTPRequest(.delete, "\(address)/api/2.0/mlflow/\(call)", json: body))
    }

    func setTag(_ key: String, _ value: String, of run: MLflowRun) throws {
        try post("runs/set-tag", ["run_id": .string(run.id), "key": .string(key), "value": .string(value)])
    }

    /// Puts a file among the artifacts that the server keeps itself.
    ///
    /// - Parameter path: from the root of the artifacts.
    func put(file: String, at path: String) throws {
        let place = path.split(separator: "/").map { Self.encoded(String($0)) }.joined(separator: "/")
        let request = HTTPRequest(
            .put, "\(address)/api/2.0/mlflow-artifacts/artifacts/\(place)",
            headers: [("Content-Type", "application/octet-stream")], body: .file(file))
        _ = try client.send(authorized(request))
    }

    private func answer(to request: HTTPRequest) throws -> JSON {
        let response = try client.send(authorized(request))
        guard let json = response.json else {
            throw MLflowError.unexpectedAnswer(call: request.url, lacking: "JSON")
        }
        return json
    }

    private func authorized(_ request: HTTPRequest) -> HTTPRequest {
        guard let token else { return request }
        var request = request
        request.headers.append(("Authorization", "Bearer \(token)"))
        return request
    }

    private static let unreserved = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}

extension HTTPError {
    /// The code MLflow gives beside the status of a refusal: `RESOURCE_DOES_NOT_EXIST`.
    var mlflowCode: String? {
        guard case .refused(_, _, let answer, _) = self else { return nil }
        return JSON(bytes: Array(answer.utf8))?["error_code"]?.stringValue
    }

    /// Whether the server has no such call, as opposed to no such thing.
    var isOfMissingCall: Bool {
        guard case .refused(_, let status, _, _) = self, [404, 405].contains(status) else { return false }
        return mlflowCode == nil || mlflowCode == "ENDPOINT_NOT_FOUND"
    }
}
