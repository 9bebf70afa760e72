import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension BLASRuntime {
    /// What ``restartIfNeeded(arguments:environment:)`` found; the program logs it.
    public enum RestartOutcome: Equatable, Sendable, CustomStringConvertible {
        /// The core suits the processor.
        case notNeeded(core: String)
        /// The user set `OPENBLAS_CORETYPE`; their choice stands.
        case leftToUser(core: String)
        /// This process is the one that was restarted; `core` is what OpenBLAS now uses.
        case restarted(core: String)
        /// The restart was needed and did not happen, with the reason.
        case failed(core: String, better: String, reason: String)

        public var description: String {
            switch self {
            case .notNeeded(let core): "BLAS core \(core)"
            case .leftToUser(let core): "BLAS core \(core), as OPENBLAS_CORETYPE asks"
            case .restarted(let core): "BLAS core \(core), after a restart: OpenBLAS did not recognise this processor"
            case .failed(let core, let better, let reason):
                """
                BLAS core \(core) is too old for this processor and restarting failed (\(reason)); computations will \
                be several times slower. Set OPENBLAS_CORETYPE=\(better) in the environment.
                """
            }
        }
    }

    /// Marks the restarted process, so that it never restarts again.
    package static let restartMarker = "MERCER_BLAS_RESTARTED"

    /// Replaces this process by itself with a better BLAS core when OpenBLAS chose one that is too old.
    ///
    /// Call it first, before threads, files or output exist: `execve` keeps the process id and the open descriptors
    /// and drops all else. It happens at most once. Otherwise the function returns, with BLAS on one thread.
    ///
    /// - Parameters:
    ///   - arguments: the program's arguments, its own name first.
    ///   - environment: the program's environment; the new process gets it with `OPENBLAS_CORETYPE`,
    ///     `OPENBLAS_NUM_THREADS=1` and the marker added.
    public static func restartIfNeeded(arguments: [String], environment: [String: String]) -> RestartOutcome {
        useSingleThread()
        let core = coreName
        let decision = restartDecision(core: core, processorFeatures: .current, environment: environment)
        switch decision {
        case .stay(let outcome): return outcome
        case .restart(let better):
            var environment = environment
            environment["OPENBLAS_CORETYPE"] = better
            environment["OPENBLAS_NUM_THREADS"] = "1"
            environment[restartMarker] = "1"
            return .failed(core: core, better: better, reason: execute(arguments: arguments, environment: environment))
        }
    }

    /// Whether to restart, as a pure function of what is known, so that it can be tested.
    package enum RestartDecision: Equatable {
        case stay(RestartOutcome)
        case restart(better: String)
    }

    package static func restartDecision(
        core: String, processorFeatures: ProcessorFeatures, environment: [String: String]
    ) -> RestartDecision {
        if environment[restartMarker] != nil { return .stay(.restarted(core: core)) }
        if let chosen = environment["OPENBLAS_CORETYPE"], !chosen.isEmpty { return .stay(.leftToUser(core: core)) }
        guard let better = betterCore(than: core, processorFeatures: processorFeatures) else {
            return .stay(.notNeeded(core: core))
        }
        return .restart(better: better)
    }

    /// Replaces the process image by the running executable; returns the reason when that fails.
    private static func execute(arguments: [String], environment: [String: String]) -> String {
        #if os(Linux)
            let link = "/proc/self/exe"
            // The link's target keeps the program's name in process listings; a replaced file is reached by the link.
            let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? link
            let path = access(target, X_OK) == 0 ? target : link
            let argumentPointers = arguments.map { strdup($0) } + [nil]
            let settings = environment.map { "\($0.key)=\($0.value)" }.sorted()
            let settingPointers = settings.map { strdup($0) } + [nil]
            defer { (argumentPointers + settingPointers).forEach { free($0) } }
            execve(path, argumentPointers, settingPointers)
            return String(cString: strerror(errno))
        #else
            return "replacing the process is supported on Linux only"
        #endif
    }
}
