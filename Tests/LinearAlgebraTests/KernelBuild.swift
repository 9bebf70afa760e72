import KernelVariants

/// A build of the multi-versioned kernels: the one this processor gets, and those that older ones get.
enum KernelBuild: CaseIterable {
    case chosen, v3, baseline

    /// Those that can run here; v3 is left out on a processor without AVX2.
    static var runnable: [KernelBuild] { allCases.filter { $0 != .v3 || mercer_runs_v3() != 0 } }

    var functions: mercer_kernels {
        switch self {
        case .chosen: mercer_kernels_chosen()
        case .v3: mercer_kernels_v3()
        case .baseline: mercer_kernels_baseline()
        }
    }
}
