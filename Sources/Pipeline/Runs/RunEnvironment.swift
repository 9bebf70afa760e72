import Foundation
import LinearAlgebra

/// Facts of the machine and program that a run's record states.
enum RunEnvironment {
    static func describe(threads: Int) -> JSON {
        let process = ProcessInfo.processInfo
        return [
            "mercer": .string(MercerVersion.current), "threads": .integer(threads),
            "cores": .integer(process.activeProcessorCount), "memory_bytes": .integer(Int(process.physicalMemory)),
            "system": .string(process.operatingSystemVersionString), "blas_core": .string(BLASRuntime.coreName),
            "blas": .string(BLASRuntime.configuration),
        ]
    }

    /// The most memory this process has held at once.
    static var peakMemoryBytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}

/// The program's version.
public enum MercerVersion {
    public static let current = "0.1.0"
}
