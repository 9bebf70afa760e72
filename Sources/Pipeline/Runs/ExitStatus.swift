import DurableFiles
import LinearAlgebra
import Modelling

/// What the process ends with; the numbers of sysexits.h where there is one.
public enum ExitStatus: Int32, Sendable {
    case done = 0
    case usage = 64
    case data = 65
    case noInput = 66
    /// Of time, memory, or something remote.
    case limit = 69
    case bug = 70
    case inputOutput = 74
    case locked = 75
    case configuration = 78
    case interrupted = 130
    case terminated = 143

    /// The code of an error that ended a run.
    public init(_ error: any Error) {
        switch error {
        case is ConfigurationError: self = .configuration
        case is HistoryError: self = .usage
        case is DataError, is TrainingError, is LinearAlgebraError: self = .data
        case is InputError: self = .noInput
        case is SelectionError: self = .usage
        case is LimitError: self = .limit
        case is FileError, is DamagedResult, is DiskSpaceError: self = .inputOutput
        case is WorkspaceLockedError: self = .locked
        case is CancellationError: self = .interrupted
        default: self = .bug
        }
    }
}
