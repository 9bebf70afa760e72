import LinearAlgebra
import Synchronization
import Testing

@Suite struct BackgroundWorkTests {
    private struct Failure: Error, Equatable {}

    @Test func itsResultIsHandedOverOnce() throws {
        let work = BackgroundWork { [1, 2, 3] }
        #expect(try work.take() == [1, 2, 3])
        #expect(try work.take() == nil)
    }

    /// The work waits for what only its maker can give: it would never end on the maker's thread.
    @Test func itsMakerGoesOn() throws {
        let sum = Sum()
        let work = BackgroundWork {
            while !sum.isClosed {}
            return sum.total
        }
        sum.add(3)
        sum.close()
        #expect(try work.take() == 3)
    }

    private final class Sum: Sendable {
        private let state = Mutex((total: 0, isClosed: false))
        var total: Int { state.withLock(\.total) }
        var isClosed: Bool { state.withLock(\.isClosed) }
        func add(_ value: Int) { state.withLock { $0.total += value } }
        func close() { state.withLock { $0.isClosed = true } }
    }

    @Test func itsErrorIsThrownWhereItIsTaken() throws {
        let work = BackgroundWork<Int> { throw Failure() }
        #expect(throws: Failure()) { try work.take() }
        #expect(try work.take() == nil)
    }

    @Test func droppingItWaits() {
        let sum = Sum()
        var work: BackgroundWork<Void>? = BackgroundWork {
            for _ in 0..<1000 { sum.add(1) }
            sum.close()
        }
        _ = work
        work = nil
        #expect(sum.isClosed && sum.total == 1000)
    }
}
