import Foundation
import Pipeline

/// One message to one destination, as the outbox keeps it. `Documentation/Formats.md` describes the file.
public struct OutboxEntry: Sendable, Equatable {
    /// Which of a config's destinations it is for.
    public enum Slot: String, Sendable, CaseIterable {
        case tracking, lineage
    }

    public static let schema = 1

    public let slot: Slot
    public let run: String
    public let config: String
    /// What the destination is made from again; no secret is in it.
    public let destination: JSON
    public let message: JSON

    public init(slot: Slot, run: String, config: String, destination: JSON, message: JSON) {
        self.slot = slot
        self.run = run
        self.config = config
        self.destination = destination
        self.message = message
    }

    /// The file's name: names sort as runs started.
    public var name: String { "\(run).\(slot.rawValue).json" }

    package var json: JSON {
        [
            "schema": .integer(Self.schema), "slot": .string(slot.rawValue), "run": .string(run),
            "config": .string(config), "destination": destination, "message": message,
        ]
    }

    /// Reads an entry back.
    ///
    /// - Throws: `InputError` where it is damaged, or of a version that writes it otherwise.
    init(_ path: String) throws(InputError) {
        func unreadable(_ found: String) -> InputError {
            InputError(path: path, found: found, remedy: "look into it, and remove it if it isn't needed")
        }
        guard let bytes = FileManager.default.contents(atPath: path), let json = JSON(bytes: [UInt8](bytes)) else {
            throw unreadable("it is no JSON")
        }
        guard json["schema"]?.integerValue == Self.schema else { throw unreadable("its schema isn't \(Self.schema)") }
        guard let slot = json["slot"]?.stringValue.flatMap(Slot.init), let run = json["run"]?.stringValue,
            let config = json["config"]?.stringValue, let destination = json["destination"],
            let message = json["message"]
        else { throw unreadable("it lacks slot, run, config, destination or message") }
        self.init(slot: slot, run: run, config: config, destination: destination, message: message)
    }

    /// The destination as it was when the run ended.
    ///
    /// - Throws: `ConfigurationError` where this version can't make it any more.
    func makeDestination(_ catalog: ComponentCatalog) throws -> any RunDestination {
        let diagnostics = Diagnostics()
        let node = JSONParser.parse(destination.text(), origin: .flag(name)) ?? JSONNode(.null, origin: .flag(name))
        let reader = SettingsReader(
            recorded: node, address: "destination", catalog: catalog, diagnostics: diagnostics)
        let made: (any RunDestination)? =
            switch slot {
            case .tracking: reader.component("kind", from: catalog.trackers, "What keeps it.")?.component
            case .lineage: reader.component("kind", from: catalog.lineageReceivers, "How it is told.")?.component
            }
        try diagnostics.throwIfAny()
        guard let made else { throw ConfigurationError(problems: diagnostics.problems) }
        return made
    }
}
