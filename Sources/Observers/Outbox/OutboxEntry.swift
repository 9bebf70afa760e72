import Foundation
import Pipeline

/// One message to one destination, as the outbox keeps it. `Documentation/Formats.md` describes the file.
public struct OutboxEntry: Sendable, Equatable {
    /// Which of a config's destinations it is for.
    public enum Slot: String, Sendable, CaseIterable {
        case tracking, lineage

        /// Whether files of the run go with its messages, which hold all else themselves.
        fileprivate var sendsFiles: Bool {
            switch self {
            case .tracking: true
            case .lineage: false
            }
        }
    }

    /// What it tells of.
    public enum Subject: String, Sendable {
        /// A run that has ended.
        case run
        /// A run that was published outside a run.
        case publication
    }

    public static let schema = 1

    public let slot: Slot
    public let subject: Subject
    public let run: String
    public let config: String
    /// What the destination is made from again; no secret is in it.
    public let destination: JSON
    public let message: JSON
    /// What of the message has arrived, as its destination notes it.
    public private(set) var receipts: [String: String] = [:]

    public init(
        slot: Slot, subject: Subject = .run, run: String, config: String, destination: JSON, message: JSON
    ) {
        self.slot = slot
        self.subject = subject
        self.run = run
        self.config = config
        self.destination = destination
        self.message = message
    }

    /// The file's name: names sort as runs started, a run's publication after the run.
    public var name: String {
        switch subject {
        case .run: "\(run).\(slot.rawValue).json"
        case .publication: "\(run).\(slot.rawValue).publication.json"
        }
    }

    /// The run whose files are sent with an entry, by the entry's name; nil where none are.
    static func runWithFiles(toldBy name: String) -> String? {
        let parts = name.split(separator: ".")
        guard parts.count > 2, Slot(rawValue: String(parts[1]))?.sendsFiles == true else { return nil }
        return String(parts[0])
    }

    func with(receipts: [String: String]) -> OutboxEntry {
        var entry = self
        entry.receipts = receipts
        return entry
    }

    package var json: JSON {
        [
            "schema": .integer(Self.schema), "slot": .string(slot.rawValue), "subject": .string(subject.rawValue),
            "run": .string(run), "config": .string(config), "destination": destination, "message": message,
            "receipts": .object(receipts.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
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
            let message = json["message"], let subject = json["subject"]?.stringValue.flatMap(Subject.init),
            let receipts = json["receipts"]?.members
        else { throw unreadable("it lacks slot, subject, run, config, destination, message or receipts") }
        self.init(
            slot: slot, subject: subject, run: run, config: config, destination: destination, message: message)
        self.receipts = receipts.reduce(into: [:]) { $0[$1.name] = $1.value.stringValue }
    }

    /// The destination as it was when the entry was made.
    ///
    /// - Throws: `ConfigurationError` where this version can't make it any more.
    func makeDestination(_ catalog: ComponentCatalog) throws -> any RunDestination {
        try slot.destination(from: destination, statedIn: name, catalog)
    }
}

extension OutboxEntry.Slot {
    /// Makes a destination again from what it `kept`.
    ///
    /// - Throws: `ConfigurationError` where this version can't.
    func destination(
        from kept: JSON, statedIn file: String, _ catalog: ComponentCatalog
    ) throws -> any RunDestination {
        let diagnostics = Diagnostics()
        let node = JSONParser.parse(kept.text(), origin: .flag(file)) ?? JSONNode(.null, origin: .flag(file))
        let reader = SettingsReader(
            recorded: node, address: "destination", catalog: catalog, diagnostics: diagnostics)
        let made: (any RunDestination)? =
            switch self {
            case .tracking: reader.component("kind", from: catalog.trackers, "What keeps it.")?.component
            case .lineage: reader.component("kind", from: catalog.lineageReceivers, "How it is told.")?.component
            }
        try diagnostics.throwIfAny()
        guard let made else { throw ConfigurationError(problems: diagnostics.problems) }
        return made
    }
}
