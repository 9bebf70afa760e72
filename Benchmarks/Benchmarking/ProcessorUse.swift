import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How busy the machine's processors were, and how much of that was ours: a figure measured beside other work is no figure.
package struct ProcessorUse: Sendable, Equatable {
    /// Seconds of all processors that were spent working.
    package let busy: Double
    /// Seconds of all processors, idle ones included.
    package let total: Double
    /// Seconds of this process and the children it has waited for.
    package let own: Double

    package init(busy: Double, total: Double, own: Double) {
        self.busy = busy
        self.total = total
        self.own = own
    }

    /// Now, counted from the machine's start; nil where `/proc/stat` isn't there.
    package static var current: ProcessorUse? {
        guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return nil }
        let own = cpuSeconds(of: RUSAGE_SELF) + cpuSeconds(of: RUSAGE_CHILDREN)
        return ProcessorUse(statistics: text, ticksPerSecond: Double(sysconf(Int32(_SC_CLK_TCK))), own: own)
    }

    /// From the first line of `/proc/stat`: ticks of user, nice, system, idle, iowait, irq, softirq and steal.
    package init?(statistics text: String, ticksPerSecond: Double, own: Double) {
        guard let line = text.split(separator: "\n").first, line.hasPrefix("cpu ") else { return nil }
        let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
        guard ticks.count == 8 else { return nil }
        let total = ticks.reduce(0, +)
        self.init(
            busy: (total - ticks[3] - ticks[4]) / ticksPerSecond, total: total / ticksPerSecond, own: own)
    }

    /// The share of all processors' time that others took since `earlier`, from 0 to 1.
    package func othersShare(since earlier: ProcessorUse) -> Double {
        guard total > earlier.total else { return 0 }
        let others = busy - earlier.busy - (own - earlier.own)
        return min(max(others / (total - earlier.total), 0), 1)
    }

    private static func cpuSeconds(of whom: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(whom.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6 }
    }
}
