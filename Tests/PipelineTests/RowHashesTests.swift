import Pipeline
import Testing

struct RowHashesTests {
    @Test func rowsTrainedOnBeforeAndHeldOutNowAreExposed() {
        let today = RowHashes(trained: [1, 2, 3], heldOut: [9, 4, 5])
        #expect(today.exposedCount(by: [1, 2]) == 0)
        #expect(today.exposedCount(by: [1, 4, 7, 9]) == 2)
    }

    /// Two equal rows, one of them held out: trained on once, nothing is given away; trained on twice, one is.
    @Test func equalRowsAreCounted() {
        let today = RowHashes(trained: [6, 1], heldOut: [6])
        #expect(today.exposedCount(by: [1, 6]) == 0)
        #expect(today.exposedCount(by: [1, 6, 6]) == 1)
    }

    @Test func nothingIsExposedByNothing() {
        #expect(RowHashes(trained: [], heldOut: [3]).exposedCount(by: []) == 0)
        #expect(RowHashes(trained: [3], heldOut: []).exposedCount(by: [3]) == 0)
    }

    @Test func unionKeepsEachRowAsOftenAsTheLongerSide() {
        #expect(RowHashes.union([1, 2, 2, 5], [2, 3, 5, 5]) == [1, 2, 2, 3, 5, 5])
        #expect(RowHashes.union([], [4]) == [4])
        #expect(RowHashes.union([4, 8], []) == [4, 8])
    }

    @Test func archivesKeepAllBits() throws {
        let hashes = RowHashes(trained: [.max, 0, 1 << 63], heldOut: [7])
        #expect(try RowHashes(hashes.archive) == hashes)
    }
}
