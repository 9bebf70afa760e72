import LinearAlgebra
import Testing

@Suite struct ScoreScanTests {
    @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 33, 500], KernelBuild.runnable)
    func findsWhatThePlainLoopFinds(count: Int, build: KernelBuild) {
        var random = RandomSource(seed: UInt64(count))
        // Few distinct values, so that ties with the threshold occur; a NaN among them.
        var scores = (0..<count).map { _ in Float(random.integer(below: 8)) }
        if count > 20 { scores[20] = .nan }
        for threshold: Float in [-1, 0, 3, 6, 7] {
            var found: [Int] = []
            scores.withUnsafeBufferPointer { scores in
                ScoreScan.forEachAbove(scores, threshold: threshold, by: build.functions.scan_above) {
                    position, score in
                    #expect(score == scores[position])
                    found.append(position)
                    return threshold
                }
            }
            #expect(found == scores.indices.filter { scores[$0] > threshold })
            let counts = scores.withUnsafeBufferPointer {
                ScoreScan.count($0, above: threshold, by: build.functions.count_above)
            }
            #expect(counts.greater == scores.filter { $0 > threshold }.count)
            #expect(counts.equal == scores.filter { $0 == threshold }.count)
        }
    }

    @Test func aRisingThresholdYieldsTheRunningMaxima() {
        let scores: [Float] = [1, 5, 2, 5, 7, 3, 7, 9]
        var maxima: [Int] = []
        scores.withUnsafeBufferPointer { scores in
            ScoreScan.forEachAbove(scores, threshold: -.infinity) { position, score in
                maxima.append(position)
                return score
            }
        }
        #expect(maxima == [0, 1, 4, 7])
    }
}
