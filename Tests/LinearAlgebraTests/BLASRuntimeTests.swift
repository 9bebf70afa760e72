import LinearAlgebra
import Testing

@Suite struct BLASRuntimeTests {
    @Test func oldCoresAreReplacedByWhatTheProcessorCanDo() {
        let modern: BLASRuntime.ProcessorFeatures = [.avx2, .avx512]
        #expect(BLASRuntime.betterCore(than: "Prescott", processorFeatures: modern) == "SkylakeX")
        #expect(BLASRuntime.betterCore(than: "Core2", processorFeatures: .avx2) == "Haswell")
        #expect(BLASRuntime.betterCore(than: "Zen", processorFeatures: modern) == "SkylakeX")
        #expect(BLASRuntime.betterCore(than: "Zen", processorFeatures: .avx2) == nil)
        #expect(BLASRuntime.betterCore(than: "Cooperlake", processorFeatures: modern) == nil)
        #expect(BLASRuntime.betterCore(than: "Prescott", processorFeatures: []) == nil)
        #expect(BLASRuntime.betterCore(than: "neoversen1", processorFeatures: []) == nil)
    }

    @Test func restartsOnceAndNeverAgainstTheUser() {
        func decide(_ environment: [String: String]) -> BLASRuntime.RestartDecision {
            BLASRuntime.restartDecision(core: "Prescott", processorFeatures: .avx2, environment: environment)
        }
        #expect(decide([:]) == .restart(better: "Haswell"))
        #expect(decide(["OPENBLAS_CORETYPE": "Nehalem"]) == .stay(.leftToUser(core: "Prescott")))
        let marked = ["OPENBLAS_CORETYPE": "Haswell", BLASRuntime.restartMarker: "1"]
        #expect(decide(marked) == .stay(.restarted(core: "Prescott")))
    }

    @Test func namesTheLoadedLibrary() {
        #expect(!BLASRuntime.coreName.isEmpty)
        #expect(BLASRuntime.configuration.contains("OpenBLAS"))
        BLASRuntime.useSingleThread()
        #expect(BLASRuntime.threadCount == 1)
    }
}
