import DurableFiles
import Logging
import Pipeline

/// Messages to destinations outside the workspace, kept in `outbox/` until they are sent.
///
/// A message lies on the disk before the first attempt to send it, and goes when its destination has taken all of it. A process
/// killed in between leaves it, and it is sent again, which destinations take for once. One process at a time sends.
public struct Outbox: Sendable {
    /// What became of one message.
    public struct Outcome: Sendable {
        /// The file's name.
        public let name: String
        /// What it was to be sent to; nil where the message can't be read.
        public let address: String?
        /// Why it is still there; nil where it was sent.
        public let obstacle: String?
    }

    private let workspace: Workspace
    private let catalog: ComponentCatalog
    let log: Logger

    public init(_ workspace: Workspace, catalog: ComponentCatalog, log: Logger) {
        self.workspace = workspace
        self.catalog = catalog
        self.log = log
    }

    /// The names of all messages, those of the oldest runs first.
    ///
    /// - Throws: `FileError` where the outbox can't be read.
    public var names: [String] {
        get throws(FileError) {
            try FileSystem.names(in: workspace.outbox).filter { !$0.hasPrefix(".") && $0.hasSuffix(".json") }
        }
    }

    /// The runs of which files are still to be sent, which are read when they are.
    ///
    /// - Throws: `FileError` where the outbox can't be read.
    public var runsWithFilesToSend: Set<String> {
        get throws(FileError) { Set(try names.compactMap(OutboxEntry.runWithFiles(toldBy:))) }
    }

    /// Keeps a message.
    public func put(_ entry: OutboxEntry) throws {
        try workspace.files.createDirectory(workspace.outbox)
        try workspace.files.write(entry.json.text() + "\n", to: path(entry.name))
    }

    /// Tries to send every message once; those that come while it does, too.
    ///
    /// - Parameters:
    ///   - seconds: how long to wait for another process that is sending.
    ///   - replacement: a destination to send to instead of the one the entry names.
    /// - Throws: `WorkspaceLockedError` where another process goes on sending; `FileError` where the outbox can't be read, or there can be
    ///   no lock.
    public func deliver(
        waiting seconds: Double, effort: DeliveryEffort,
        replacement: (OutboxEntry) -> (any RunDestination)? = { _ in nil }
    ) throws -> [Outcome] {
        guard try !names.isEmpty else { return [] }
        let lock = try WorkspaceLock(workspace, name: "outbox", waiting: seconds)
        defer { withExtendedLifetime(lock) {} }
        try workspace.files.removeAbandoned(from: workspace.outbox)
        var outcomes: [Outcome] = []
        var unreachable: [String: String] = [:]
        while let name = try names.first(where: { name in !outcomes.contains { $0.name == name } }) {
            outcomes.append(deliver(name, effort, replacement, unreachable: &unreachable))
        }
        return outcomes
    }

    private func deliver(
        _ name: String, _ effort: DeliveryEffort, _ replacement: (OutboxEntry) -> (any RunDestination)?,
        unreachable: inout [String: String]
    ) -> Outcome {
        var address: String?
        do {
            let entry = try OutboxEntry(path(name))
            let destination = try replacement(entry) ?? entry.makeDestination(catalog)
            address = destination.address
            if let cause = unreachable[destination.address] {
                return Outcome(name: name, address: address, obstacle: cause)
            }
            try destination.send(entry.message, in: delivery(of: entry, effort))
            try workspace.files.removeFile(path(name))
            return Outcome(name: name, address: address, obstacle: nil)
        } catch {
            if let address, (error as? any DeliveryFailure)?.isTemporary == true { unreachable[address] = "\(error)" }
            return Outcome(name: name, address: address, obstacle: "\(error)")
        }
    }

    /// What arrives of an entry is noted in its file.
    private func delivery(of entry: OutboxEntry, _ effort: DeliveryEffort) -> Delivery {
        let receipts = DeliveryReceipts(entry.receipts) { [workspace, path = path(entry.name)] receipts in
            try workspace.files.write(entry.with(receipts: receipts).json.text() + "\n", to: path)
        }
        return Delivery(workspace: workspace, effort: effort, receipts: receipts, log: log)
    }

    private func path(_ name: String) -> String { "\(workspace.outbox)/\(name)" }
}
