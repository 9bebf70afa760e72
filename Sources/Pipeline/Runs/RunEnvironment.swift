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

    /// The memory this process holds now; nil where the system doesn't tell.
    static var residentMemoryBytes: Int? {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = max(0, read(descriptor, &text, text.count))
        let pages = String(decoding: text.prefix(count), as: UTF8.self).split(separator: " ").dropFirst().first
        return pages.flatMap { Int($0) }.map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
    }
}

/// The program's version.
public enum MercerVersion {
    public static let current = "0.1.0"
}
