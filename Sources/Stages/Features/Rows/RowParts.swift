import LinearAlgebra
import Pipeline
import Tables

/// Which rows train and which are held out.
struct RowParts: Sendable {
    let training: [Bool]
    let validation: [Bool]?
    let test: [Bool]?

    /// All rows train.
    init(training: [Bool]) {
        self.training = training
        validation = nil
        test = nil
    }

    /// Asks the rule for the test part and, where the plan has a validation part, once more among the rows left.
    ///
    /// - Throws: `DataError` where a part comes out empty.
    init(_ plan: SplitPlan, among rows: SplitRows, table: String) throws {
        let test = try Self.heldOut(by: plan.rule, of: rows, round: 0)
        var training = Self.subtract(test, from: rows.eligible)
        try Self.requireRows(in: test, part: "test", table: table)
        var validation: [Bool]?
        if plan.hasValidation {
            let chosen = try Self.heldOut(by: plan.rule, of: rows.with(eligible: training, round: 1), round: 1)
            training = Self.subtract(chosen, from: training)
            try Self.requireRows(in: chosen, part: "validation", table: table)
            validation = chosen
        }
        try Self.requireRows(in: training, part: "training", table: table)
        self.training = training
        self.validation = validation
        self.test = test
    }

    /// The account of the step `split`.
    func account(table: String) -> StepAccount {
        let held = [("held_out_test", test), ("held_out_validation", validation)].map { name, marked in
            (reason: name, count: marked?.trueCount ?? 0)
        }
        let trained = training.trueCount
        return StepAccount(
            step: "split", table: table, rowsIn: trained + held.reduce(0) { $0 + $1.count }, rowsOut: trained,
            dropped: held)
    }

    private static func heldOut(by rule: any SplitRule, of rows: SplitRows, round: Int) throws -> [Bool] {
        let held = try rule.heldOut(of: rows)
        precondition(held.count == rows.eligible.count, "a split answers for every row")
        return held
    }

    private static func subtract(_ held: [Bool], from eligible: [Bool]) -> [Bool] {
        var left = eligible
        for row in left.indices where held[row] {
            precondition(left[row], "a split holds out rows it may choose from")
            left[row] = false
        }
        return left
    }

    private static func requireRows(in part: [Bool], part name: String, table: String) throws {
        guard !part.contains(true) else { return }
        throw DataError(
            place: "features.split: table \(table)", found: "no row in the \(name) part", expected: "at least one",
            remedy:
                "hold out less where nothing is left to train on, more where nothing is held out, or leave the part out"
        )
    }
}

extension SplitRows {
    func with(eligible: [Bool], round: Int) -> SplitRows {
        SplitRows(
            table: table, eligible: eligible, userCodes: userCodes, userCount: userCount, timeColumn: timeColumn,
            times: times, asOf: asOf, seed: seed, round: round, pool: pool)
    }
}

extension [Bool] {
    /// How many are true. O(count).
    var trueCount: Int {
        var total = 0
        for flag in self { total += flag ? 1 : 0 }
        return total
    }
}
