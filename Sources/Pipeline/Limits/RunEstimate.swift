/// What a planned run will take, as far as earlier runs tell.
public struct RunEstimate: Sendable, Equatable {
    /// What the figures rest on.
    public enum Basis: Sendable, Equatable {
        /// Everything is stored; the run that last was so tells the memory, where there is one.
        case nothingRuns(like: String?)
        /// The newest finished runs in which the stages ran that are to run, scaled by the size of the inputs then and now.
        /// Settings that changed since are not accounted for.
        case runs([String], inputRatio: Double)
        /// No finished run had all of these stages: a guess from the size of the inputs.
        case inputs(ByteCount)
    }

    /// Nil where no run tells.
    public let seconds: Double?
    /// The most that is held at once; nil where no run tells.
    public let memory: ByteCount?
    /// What is written into the workspace and stays there.
    public let disk: ByteCount
    /// What can still be written where the workspace lies; nil where that can't be told.
    public let freeDisk: ByteCount?
    public let basis: Basis

    public init(seconds: Double?, memory: ByteCount?, disk: ByteCount, freeDisk: ByteCount?, basis: Basis) {
        self.seconds = seconds
        self.memory = memory
        self.disk = disk
        self.freeDisk = freeDisk
        self.basis = basis
    }

    /// - Throws: `LimitError` where runs before tell that the memory will not do; `DiskSpaceError`. A guess keeps no run from
    ///   beginning: it is watched while it runs. Nor does the time: a run that is stopped for it has come further.
    public func check(_ limits: RunLimits, workspace: String) throws {
        if let maximum = limits.maximumMemory, let memory, memory.bytes > maximum.bytes {
            throw LimitError.expectedMemory(memory, maximum: maximum, basis: basis.text)
        }
        if let freeDisk, disk.bytes > freeDisk.bytes {
            throw DiskSpaceError(workspace: workspace, expected: disk, free: freeDisk, basis: basis.text)
        }
    }

    /// What a caller may want to know although the run begins; nil where all is well.
    public func warning(_ limits: RunLimits) -> String? {
        guard let maximum = limits.maximumSeconds, let seconds, seconds > maximum else { return nil }
        return "the run will take about \(Self.text(seconds)) s (\(basis.text)), and --max-seconds allows \(maximum)"
    }

    static func text(_ seconds: Double) -> String {
        "\((seconds * 10).rounded() / 10)"
    }
}

extension RunEstimate {
    public var json: JSON {
        [
            "seconds": seconds.map { .double(($0 * 1000).rounded() / 1000) } ?? .null,
            "memory_bytes": memory.map { .integer($0.bytes) } ?? .null, "disk_bytes": .integer(disk.bytes),
            "free_disk_bytes": freeDisk.map { .integer($0.bytes) } ?? .null, "basis": .string(basis.text),
        ]
    }

    /// ``about 9.4 s, 660.1 MB of memory, 345.0 MB on the disk, where 12.0 GB are free: as run … took``
    public var text: String {
        let time = seconds.map { "about \(Self.text($0)) s" } ?? "unknown time"
        let held = memory.map { "\($0) of memory" } ?? "unknown memory"
        let free = freeDisk.map { ", where \($0) are free" } ?? ""
        return "\(time), \(held), \(disk) on the disk\(free): \(basis.text)"
    }
}

extension RunEstimate.Basis {
    /// In words, without a full stop.
    public var text: String {
        switch self {
        case .nothingRuns(let id): "everything is stored" + (id.map { ", as for run \($0)" } ?? "")
        case .runs(let ids, let ratio):
            "as run \(ids.joined(separator: " and ")) took"
                + (abs(ratio - 1) < 0.005 ? "" : ", with inputs \((ratio * 100).rounded() / 100) times as large")
        case .inputs(let size): "no finished run tells more than the \(size) of inputs"
        }
    }
}
