import Benchmarking
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A program started from this process and waited for.
///
/// `Foundation.Process` reaps its children itself and does not say what one of them used; `wait4` does.
struct MeasuredProcess {
    /// Its exit status, or 128 and the signal that ended it.
    let status: Int32
    let seconds: Double
    let peakBytes: Int

    /// Runs a program, found in `PATH` where it is no path, without input and with this process's output where no other
    /// is named.
    ///
    /// - Throws: `BenchmarkError.program` where it can't be started.
    init(
        _ command: [String], environment: [String: String], outputPath: String? = nil, errorPath: String? = nil
    ) throws(BenchmarkError) {
        let started = ContinuousClock.now
        let child = try Self.spawn(command, environment, outputPath, errorPath)
        var (status, usage): (Int32, rusage) = (0, rusage())
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw .program(name: command[0], reason: String(cString: strerror(errno))) }
        }
        seconds = (ContinuousClock.now - started) / .seconds(1)
        // The low seven bits are the signal that ended it; else the exit status is the byte above.
        self.status = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
        peakBytes = usage.ru_maxrss * 1024
    }

    private static func spawn(
        _ command: [String], _ environment: [String: String], _ outputPath: String?, _ errorPath: String?
    ) throws(BenchmarkError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (descriptor, path) in [(Int32(1), outputPath), (2, errorPath)] {
            guard let path else { continue }
            posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process handles itself, the program must not inherit as ignored.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let arguments = command.map { strdup($0) } + [nil]
        let settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + settings).forEach { free($0) } }
        var child = pid_t()
        let code = posix_spawnp(&child, command[0], &actions, &attributes, arguments, settings)
        guard code == 0 else { throw .program(name: command[0], reason: String(cString: strerror(code))) }
        return child
    }
}
