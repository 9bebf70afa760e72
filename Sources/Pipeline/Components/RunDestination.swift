/// A place outside the workspace that is told of ended runs: a config's `tracking` or `lineage`, by its `kind`.
///
/// What there is to tell is kept in the workspace first and sent then, perhaps by a later process that knows nothing but what
/// was kept. So a message holds what is sent, or says where it lies; and neither a message nor `kept` holds a secret.
public protocol RunDestination: Component {
    /// The settings a destination like this one can be made from again, by `init(from:)`; secrets by the place they are read from.
    var kept: JSON { get }

    /// What can be out of reach: a server's address, a file's path. Of two destinations at one address, neither is.
    var address: String { get }

    /// What there is to tell of a run.
    ///
    /// - Throws: `FileError` where what it made can't be read.
    func message(of run: EndedRun) throws -> JSON

    /// What there is to tell of a publication outside a run: `publish`, `rollback`. Nil where it is of no concern.
    ///
    /// - Throws: `FileError` where what was published can't be read.
    func message(of publication: PublicationNotice) throws -> JSON?

    /// Sends a message of a destination of this type. To send it twice, or the rest after a part, is the same as to send it once.
    func send(_ message: JSON, in delivery: Delivery) throws
}

extension RunDestination {
    public func message(of publication: PublicationNotice) -> JSON? { nil }
}

/// What keeps the parameters, metrics and models of runs: a config's `tracking`.
public protocol TrackingServer: RunDestination {}

/// What keeps which datasets were made from which: a config's `lineage`.
public protocol LineageReceiver: RunDestination {}
