import LinearAlgebra
import Testing

@Suite struct RandomSourceTests {
    /// Rosetta Code, "Pseudo-random numbers/Splitmix64": the first five outputs for seed 1234567.
    @Test func splitMixMatchesThePublishedSequence() {
        var generator = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    /// The test vector of rand_xoshiro (`xoshiro256starstar.rs`), made with the authors' C code from state 1, 2, 3, 4.
    @Test func xoshiroMatchesTheReferenceSequence() {
        var random = RandomSource(state: (1, 2, 3, 4))
        let expected: [UInt64] = [
            11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
            16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777,
            2_904_607_092_377_533_576,
        ]
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test func splitsDifferFromEachOtherAndLeaveTheSourceAlone() {
        let source = RandomSource(seed: 7)
        var first = source.split(stream: 0)
        var again = source.split(stream: 0)
        var second = source.split(stream: 1)
        let drawn = first.next()
        #expect(drawn == again.next())
        #expect(drawn != second.next())
        #expect(source == RandomSource(seed: 7))
    }

    @Test func integersCoverTheIntervalEvenly() {
        var random = RandomSource(seed: 3)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<60_000 { counts[random.integer(below: 6)] += 1 }
        // Five standard deviations of a binomial count: 5 · √(60000 · 1/6 · 5/6) ≈ 456.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 456 }, "counts \(counts), seed 3")
    }

    @Test func uniformNumbersStayBelowOne() {
        var random = RandomSource(seed: 4)
        for _ in 0..<10_000 {
            #expect((0..<1).contains(random.uniform()))
            #expect((0..<1).contains(random.uniformFloat()))
        }
    }

    @Test func gaussianHasTheMomentsOfTheStandardNormal() {
        var random = RandomSource(seed: 5)
        let draws = (0..<100_000).map { _ in random.gaussian() }
        let mean = draws.reduce(0, +) / 100_000
        let variance = draws.reduce(0) { $0 + $1 * $1 } / 100_000
        let kurtosis = draws.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 100_000
        // Five standard errors: 5/√n, 5·√(2/n), 5·√(96/n).
        #expect(abs(mean) < 0.016 && abs(variance - 1) < 0.023 && abs(kurtosis - 3) < 0.155, "seed 5")
    }

    @Test func shuffleKeepsTheElements() {
        var random = RandomSource(seed: 6)
        let shuffled = random.shuffled(Array(0..<1000))
        #expect(shuffled != Array(0..<1000))
        #expect(shuffled.sorted() == Array(0..<1000))
        #expect(random.shuffled([Int]()) == [])
    }
}

@Suite struct StableHashTests {
    @Test func dependsOnSeedLengthAndOrder() {
        let hashes = [
            hash64("".utf8, seed: 0), hash64("a".utf8, seed: 0), hash64("a".utf8, seed: 1), hash64("a\0".utf8, seed: 0),
            hash64("abcdefgh".utf8, seed: 0), hash64("abcdefghi".utf8, seed: 0), hash64([1, 2], seed: 0),
            hash64([2, 1], seed: 0),
        ]
        #expect(Set(hashes).count == hashes.count)
        #expect(hash64("abcdefghi".utf8, seed: 9) == hash64(Array("abcdefghi".utf8), seed: 9))
    }

    /// A change of one input bit should flip each output bit half of the time.
    @Test func oneBitChangesHalfOfTheHash() {
        var flipped = 0
        for word in UInt64(0)..<64 {
            for bit in UInt64(0)..<64 {
                let difference = hash64([word], seed: 1) ^ hash64([word ^ (1 << bit)], seed: 1)
                flipped += difference.nonzeroBitCount
            }
        }
        // Mean 32 per pair over 4096 pairs; five standard errors are 5 · 4/64 ≈ 0.32.
        #expect(abs(Double(flipped) / 4096 - 32) < 0.32)
    }
}
