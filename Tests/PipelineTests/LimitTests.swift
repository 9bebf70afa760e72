import Pipeline
import Testing

@Suite struct LimitTests {
    private func estimate(memory: Int?, disk: Int = 0, free: Int? = 1000, basis: RunEstimate.Basis) -> RunEstimate {
        RunEstimate(
            seconds: 60, memory: memory.map(ByteCount.init), disk: ByteCount(disk), freeDisk: free.map(ByteCount.init),
            basis: basis)
    }

    private let measured = RunEstimate.Basis.runs(["r1"], inputRatio: 1.25)

    @Test func memoryThatEarlierRunsNeededKeepsARunFromBeginning() {
        let limits = RunLimits(maximumMemory: ByteCount(500))
        #expect {
            try estimate(memory: 501, basis: measured).check(limits, workspace: "w")
        } throws: { error in
            ExitStatus(error) == .limit && "\(error)".contains("501 bytes") && "\(error)".contains("r1")
                && "\(error)".contains("1.25 times")
        }
        #expect(throws: Never.self) { try estimate(memory: 500, basis: measured).check(limits, workspace: "w") }
        #expect(throws: Never.self) {
            try estimate(memory: nil, basis: .inputs(ByteCount(9999))).check(limits, workspace: "w")
        }
    }

    @Test func aFullDiskIsToldBeforeAnythingIsWritten() {
        #expect {
            try estimate(memory: nil, disk: 1001, basis: measured).check(RunLimits(), workspace: "there")
        } throws: { error in
            ExitStatus(error) == .inputOutput && "\(error)".contains("there") && "\(error)".contains("1.0 kB")
        }
        #expect(throws: Never.self) {
            try estimate(memory: nil, disk: 1000, basis: measured).check(RunLimits(), workspace: "there")
        }
        #expect(throws: Never.self) {
            try estimate(memory: nil, disk: 1001, free: nil, basis: measured).check(RunLimits(), workspace: "there")
        }
    }

    /// A run that is stopped for its time has come further than one that never began.
    @Test func timeOnlyWarns() {
        let short = RunLimits(maximumSeconds: 59)
        #expect(estimate(memory: nil, basis: measured).warning(short)?.contains("60") == true)
        #expect(estimate(memory: nil, basis: measured).warning(RunLimits(maximumSeconds: 60)) == nil)
        #expect(throws: Never.self) { try estimate(memory: nil, basis: measured).check(short, workspace: "w") }
    }

    /// A run that makes nothing still takes memory, as the last one did that made nothing.
    @Test func memoryCountsWhereEverythingIsStored() {
        let limits = RunLimits(maximumMemory: ByteCount(500))
        #expect {
            try estimate(memory: 501, basis: .nothingRuns(like: "r2")).check(limits, workspace: "w")
        } throws: { "\($0)".contains("501 bytes") && "\($0)".contains("everything is stored, as for run r2") }
        #expect(throws: Never.self) {
            try estimate(memory: nil, basis: .nothingRuns(like: nil)).check(limits, workspace: "w")
        }
    }

    @Test func aLimitStandsBetweenTheMachineAndTheInputs() {
        #expect(ExitStatus.limit.rawValue == 69)
        #expect(ExitStatus.combined([.done, .noInput, .limit, .locked]) == .limit)
        #expect(ExitStatus.combined([.limit, .inputOutput]) == .inputOutput)
        #expect(ExitStatus(LimitError.time(maximumSeconds: 3)) == .limit)
    }
}
