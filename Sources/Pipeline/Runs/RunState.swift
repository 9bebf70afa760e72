import DurableFiles

/// What has become of a run: what its record says and, where that says `running`, whether a process still holds the lock for it.
///
/// A run that is killed can't say so: its record goes on saying `running`. One that ends by being published says `succeeded`
/// right before; until it is published that is not true yet (`PublishingIntent`).
public enum RunState: String, Sendable {
    case running, succeeded
    /// Done, but the gate did not let its winner be published.
    case refused
    case failed, interrupted
    /// Its process ended before it could write down how, or was published as its record says.
    case killed
    /// It has no record that can be read, and no process is about to write one.
    case unreadable

    /// Of a run without a record that can be read.
    ///
    /// - Parameter directory: the run's.
    /// - Throws: `FileError` where the workspace's locks can't be read.
    public init(withoutRecordIn directory: String) throws(FileError) {
        self = try WorkspaceLock.isHeld(forRunIn: directory) ? .running : .unreadable
    }

    /// Whether the run came to an end of its own and wrote it down.
    public var hasEnded: Bool {
        switch self {
        case .succeeded, .refused, .failed, .interrupted: true
        case .running, .killed, .unreadable: false
        }
    }
}
