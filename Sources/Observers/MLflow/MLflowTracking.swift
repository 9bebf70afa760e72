import Pipeline

/// A tracking server of MLflow with its model registry, by its REST interface (version 2.0).
public struct MLflowTracking: TrackingServer {
    public static let name = "mlflow"
    public static let summary =
        "Logs every run to an MLflow server, and registers the published bundle as a model version called `champion`."

    let uri: ServerAddress
    /// Nil for `config/pipeline`.
    let experiment: String?
    /// Nil for `config.pipeline`.
    let registeredModel: String?
    let token: Secret?
    let timeoutSeconds: Double

    public init(from settings: SettingsReader) {
        uri = settings.required("uri", "The server's address: http://mlflow.example:5000.")
        experiment = settings.optional("experiment", "The experiment's name; left out, it is CONFIG/PIPELINE.")
        registeredModel = settings.optional(
            "registered_model", "The registered model's name; left out, it is CONFIG.PIPELINE.")
        token = settings.optional("token", "The bearer token that the server asks for.")
        timeoutSeconds = settings.value(
            "timeout_seconds", default: 10, .above(0),
            "How long the server may take to answer, beside a second for each megabyte it is sent.")
        if let registeredModel, registeredModel.isEmpty || registeredModel.contains(where: { ":/".contains($0) }) {
            settings.site["registered_model"].report(
                "expected a name without / and :, found \(JSON.string(registeredModel).text())")
        }
        if experiment?.isEmpty == true { settings.site["experiment"].report("expected a name, found none") }
    }

    public var address: String { uri.text }

    public var kept: JSON {
        [
            "kind": .string(Self.name), "uri": .string(uri.text), "experiment": experiment.map(JSON.string) ?? .null,
            "registered_model": registeredModel.map(JSON.string) ?? .null, "token": token?.whereabouts ?? .null,
            "timeout_seconds": .double(timeoutSeconds),
        ]
    }

    public func message(of run: EndedRun) throws -> JSON {
        try MLflowMessage(run, experiment: experiment, registeredModel: registeredModel).json
    }

    public func message(of publication: PublicationNotice) throws -> JSON? {
        try MLflowPublication(publication, experiment: experiment, registeredModel: registeredModel).json
    }

    public func send(_ message: JSON, in delivery: Delivery) throws {
        let server = MLflowServer(
            client: HTTPClient(timeoutSeconds: timeoutSeconds, for: delivery), address: uri.text,
            token: try token?.read())
        if let publication = MLflowPublication(message) {
            try MLflowPublicationDelivery(publication: publication, server: server, delivery: delivery).send()
        } else if let run = MLflowMessage(message) {
            try MLflowDelivery(message: run, server: server, delivery: delivery).send()
        } else {
            throw MLflowError.unreadableMessage
        }
    }
}
