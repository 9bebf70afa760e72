/// Keeps what became of each stage while a run goes on.
struct StageLedger {
    private var records: [StageName: StageRecord] = [:]

    /// In the order the stages run.
    var inOrder: [StageRecord] { StageName.allCases.compactMap { records[$0] } }

    func steps(of stage: StageName) -> [StepAccount] {
        records[stage]?.steps ?? []
    }

    /// Adds work to a stage; a stage that did any has run, whatever part of it was reused. The accounts of that part stay.
    mutating func ran(_ stage: StageName, seconds: Double) {
        let earlier = records[stage]
        records[stage] = StageRecord(
            stage: stage, status: .ran, seconds: (earlier?.seconds ?? 0) + seconds, fromRun: nil,
            steps: earlier?.steps ?? [])
    }

    /// States what a stage that ran did to its rows.
    mutating func account(_ stage: StageName, steps: [StepAccount]) {
        guard let record = records[stage] else { return }
        records[stage] = StageRecord(
            stage: stage, status: record.status, seconds: record.seconds, fromRun: record.fromRun,
            steps: record.steps + steps)
    }

    mutating func cached(_ stage: StageName, steps: [StepAccount], fromRun: String?) {
        records[stage] = StageRecord(stage: stage, status: .cached, seconds: 0, fromRun: fromRun, steps: steps)
    }

    mutating func skipped(_ stage: StageName, steps: [StepAccount], fromRun: String?) {
        records[stage] = StageRecord(stage: stage, status: .skipped, seconds: 0, fromRun: fromRun, steps: steps)
    }
}
