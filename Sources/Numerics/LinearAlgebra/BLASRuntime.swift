import CLinearAlgebra

/// What the loaded OpenBLAS is, and whether it knows this processor.
///
/// A packaged OpenBLAS older than the processor falls back to its oldest kernels and computes several times too
/// slowly. The choice is made when the library is loaded, from `OPENBLAS_CORETYPE`, so mending it takes a fresh
/// process image; see ``restartIfNeeded(arguments:environment:)``.
public enum BLASRuntime {
    /// Vector extensions that both processor and operating system support.
    public struct ProcessorFeatures: OptionSet, Sendable {
        public let rawValue: Int32

        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// AVX2 with fused multiply-add.
        public static let avx2 = ProcessorFeatures(rawValue: MERCER_PROCESSOR_AVX2_FMA)
        /// AVX-512 with the extensions OpenBLAS's SkylakeX kernels use.
        public static let avx512 = ProcessorFeatures(rawValue: MERCER_PROCESSOR_AVX512)

        /// This machine's.
        public static var current: ProcessorFeatures {
            ProcessorFeatures(rawValue: mercer_processor_features())
        }
    }

    /// The kernel family in use, such as `SkylakeX`.
    public static var coreName: String { String(cString: mercer_blas_core()) }

    /// Version and build options, as OpenBLAS states them.
    public static var configuration: String { String(cString: mercer_blas_config()) }

    /// How many threads one BLAS call uses.
    public static var threadCount: Int { Int(mercer_blas_threads()) }

    /// Makes BLAS calls single-threaded: Mercer's loops are parallel outside them.
    public static func useSingleThread() {
        mercer_blas_set_threads(1)
    }

    /// The `OPENBLAS_CORETYPE` that would serve this processor better than `coreName` does; nil when the core is fine.
    ///
    /// A core counts as too old when its kernels do without a vector extension that the processor has.
    public static func betterCore(than coreName: String, processorFeatures: ProcessorFeatures) -> String? {
        let isBeforeAVX2 = coresBeforeAVX2.contains(coreName.lowercased())
        let isBeforeAVX512 = isBeforeAVX2 || coresOfAVX2.contains(coreName.lowercased())
        if processorFeatures.contains(.avx512), isBeforeAVX512 { return "SkylakeX" }
        if processorFeatures.contains(.avx2), isBeforeAVX2 { return "Haswell" }
        return nil
    }

    /// OpenBLAS's x86 core names whose kernels stop at AVX2, in lower case.
    private static let coresOfAVX2: Set<String> = ["haswell", "zen", "excavator"]

    /// OpenBLAS's x86 core names whose kernels use neither AVX2 nor FMA3, in lower case.
    private static let coresBeforeAVX2: Set<String> = [
        "generic", "unknown", "katmai", "coppermine", "northwood", "prescott", "banias", "core2", "penryn",
        "dunnington",
        "atom", "nehalem", "sandybridge", "athlon", "opteron", "opteron_sse3", "barcelona", "bobcat", "bulldozer",
        "piledriver", "steamroller", "nano",
    ]
}
