import Foundation
import Observers
import Pipeline

/// Takes messages into a file, unless another file says that it is out of reach, or the message that it is refused; of a message
/// in parts, the part first.
struct FakeTracker: TrackingServer {
    static let name = "fake"
    static let summary = "Keeps what it is told in a file."

    struct Failure: DeliveryFailure, CustomStringConvertible {
        let isTemporary: Bool
        var description: String { isTemporary ? "away" : "refused" }
    }

    let file: String
    let token: Secret?

    init(from settings: SettingsReader) {
        file = settings.required("file", "Where.")
        token = settings.optional("token", "Opens it.")
    }

    var address: String { file }
    var kept: JSON { ["kind": "fake", "file": .string(file), "token": token?.whereabouts ?? .null] }

    func message(of run: EndedRun) -> JSON { ["run": .string(run.result.record.id)] }

    func send(_ message: JSON, in delivery: Delivery) throws {
        if FileManager.default.fileExists(atPath: file + ".away") { throw Failure(isTemporary: true) }
        let text = message.text()
        if text.contains("part"), delivery.receipts["part"] == nil {
            try delivery.workspace.files.append(lines: ["1"], to: file)
            try delivery.receipts.note("part", "1")
        }
        if text.contains("refuse") { throw Failure(isTemporary: false) }
        try delivery.workspace.files.append(lines: [text], to: file)
    }
}
