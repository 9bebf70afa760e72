import DurableFiles
import Foundation
import Pipeline

/// OpenLineage events of every run, added to a file or posted to a server.
public struct OpenLineage: LineageReceiver {
    public static let name = "openlineage"
    public static let summary =
        "Tells in OpenLineage's terms which files a run read and which bundle it made: a START and an ending event."

    private enum Place {
        case file(FilePath)
        case server(ServerAddress)
        /// Neither or both were stated, which was reported.
        case unstated
    }

    private let place: Place
    private let token: Secret?
    private let namespace: String
    private let timeoutSeconds: Double

    public init(from settings: SettingsReader) {
        let file: FilePath? = settings.optional("file", "The file events are added to, one JSON object a line.")
        let url: ServerAddress? = settings.optional(
            "url", "The address events are posted to: http://marquez.example:5000/api/v1/lineage.")
        token = settings.optional("token", "The bearer token that the server asks for.")
        namespace = settings.value("namespace", default: "mercer", "The namespace of the jobs.")
        timeoutSeconds = settings.value(
            "timeout_seconds", default: 10, .above(0), "How long the server may take to answer.")
        switch (file, url) {
        case (let file?, nil): place = .file(file)
        case (nil, let url?): place = .server(url)
        case (nil, nil), (_?, _?):
            place = .unstated
            settings.site.report("expected one of \"file\" and \"url\", found \(file == nil ? "neither" : "both")")
        }
    }

    public var address: String {
        switch place {
        case .file(let file): file.absolute
        case .server(let server): server.text
        case .unstated: ""
        }
    }

    public var kept: JSON {
        let place: JSON.Member =
            if case .server(let server) = place { .init("url", .string(server.text)) } else {
                .init("file", .string(address))
            }
        return .object([
            .init("kind", .string(Self.name)), place, .init("token", token?.whereabouts ?? .null),
            .init("namespace", .string(namespace)), .init("timeout_seconds", .double(timeoutSeconds)),
        ])
    }

    public func message(of run: EndedRun) throws -> JSON {
        ["events": .array(try LineageEvents(run, namespace: namespace).all)]
    }

    public func send(_ message: JSON, in delivery: Delivery) throws {
        let events = message["events"]?.arrayValue ?? []
        switch place {
        case .file(let file): try append(events, to: file, in: delivery.workspace.files)
        case .server(let server): try post(events, to: server, in: delivery)
        case .unstated: preconditionFailure("a config without a place for events is refused")
        }
    }

    private func append(_ events: [JSON], to file: FilePath, in files: FileSystem) throws {
        try files.createDirectory(URL(fileURLWithPath: file.absolute).deletingLastPathComponent().path)
        try files.append(lines: events.map { $0.text() }, to: file.absolute)
    }

    /// Receivers know an event by its run and type, so that one that comes twice is one.
    private func post(_ events: [JSON], to server: ServerAddress, in delivery: Delivery) throws {
        let client = HTTPClient(timeoutSeconds: timeoutSeconds, for: delivery)
        let token = try token?.read()
        for event in events {
            var request = HTTPRequest(.post, server.text, json: event, isRepeatable: true)
            if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
            _ = try client.send(request)
        }
    }
}
