import Benchmarking
import Testing

struct ProcessorUseTests {
    /// 100 ticks a second: 1 + 2 + 3 + 6 + 7 + 8 = 27 busy ticks, 4 idle and 5 waiting for input; guests count as users.
    @Test func firstLineOfStatisticsIsRead() throws {
        let use = try #require(
            ProcessorUse(statistics: "cpu  1 2 3 4 5 6 7 8 90 10\ncpu0 1 1\n", ticksPerSecond: 100, own: 0.5))
        #expect(use == ProcessorUse(busy: 0.27, total: 0.36, own: 0.5))
        #expect(ProcessorUse(statistics: "intr 5", ticksPerSecond: 100, own: 0) == nil)
        #expect(ProcessorUse(statistics: "cpu 1 2 3", ticksPerSecond: 100, own: 0) == nil)
    }

    /// Of 20 processor seconds 15 were spent working, 10 of them by us: others took 5 of 20.
    @Test func whatIsNotOursIsOthers() {
        let before = ProcessorUse(busy: 100, total: 200, own: 3)
        #expect(ProcessorUse(busy: 115, total: 220, own: 13).othersShare(since: before) == 0.25)
        #expect(ProcessorUse(busy: 109, total: 220, own: 13).othersShare(since: before) == 0)
        #expect(before.othersShare(since: before) == 0)
    }

    @Test func disturbedRowsSaySo() {
        var row = BenchmarkRow.seconds("als", [1])
        #expect(!row.isDisturbed)
        row.othersShare = 0.04
        #expect(!ResultTable(.making([row])).text.contains("DISTURBED"))
        row.othersShare = 0.4
        #expect(ResultTable(.making([row])).text.contains("DISTURBED: others took 40.0 %"))
    }
}
