import Factorization
import LinearAlgebra
import Modelling
import Pipeline
import Synchronization
import TestSupport
import Testing

struct SGDTests {
    @Test(arguments: [
        ModelConformance(SGD.self, settings: #"{"factors": 8, "epochs": 30}"#, feedback: .explicit),
        ModelConformance(
            SGD.self, settings: #"{"factors": 8, "epochs": 60, "schedule": "cosine", "learning_rate": 0.05}"#,
            feedback: .explicit),
        ModelConformance(
            SGD.self,
            settings: #"{"factors": 8, "epochs": 60, "schedule": "inverse", "decay": 0.02, "learning_rate": 0.05}"#,
            feedback: .explicit),
        ModelConformance(
            SGD.self, settings: #"{"factors": 8, "epochs": 60, "biases": false}"#, feedback: .explicit),
        ModelConformance(
            SGD.self, settings: #"{"loss": "logistic", "factors": 8, "epochs": 60}"#, feedback: .implicit),
        ModelConformance(SGD.self, settings: #"{"loss": "bpr", "factors": 8, "epochs": 100}"#, feedback: .implicit),
        ModelConformance(
            SGD.self, settings: #"{"loss": "bpr", "factors": 8, "epochs": 100, "biases": false}"#, feedback: .implicit),
    ])
    func conforms(_ model: ModelConformance<SGD>) throws {
        try model.checkAll()
    }

    @Test(arguments: ["squared", "logistic", "bpr"])
    func bitsDoNotDependOnThreads(_ loss: String) throws {
        let matrix = LabelledInteractions.groups(
            loss == "squared" ? .explicit : .implicit, users: 400, items: 700, groups: 5, choices: 30, seed: 2
        ).training
        let runs = try [1, 2, 4].map { threads in
            try SGDRun(#"{"loss": "\#(loss)", "factors": 20, "epochs": 4}"#, matrix, threads: threads)
        }
        #expect(runs[1].model == runs[0].model && runs[2].model == runs[0].model)
        #expect(runs[1].trace == runs[0].trace && runs[2].trace == runs[0].trace)
    }

    @Test(arguments: ["constant", "adagrad"], [true, false])
    func lossIsTheObjective(_ schedule: String, hasBiases: Bool) throws {
        let matrix = ALSRun.data(.explicit).training
        let run = try SGDRun(
            #"{"factors": 5, "epochs": 17, "regularization": 0.07, "learning_rate": 0.02, "biases": \#(hasBiases), "schedule": "\#(schedule)"}"#,
            matrix)
        #expect((run.model.userBias != nil) == hasBiases && (run.model.itemBias != nil) == hasBiases)
        let expected = DenseObjective(matrix.cells, run.model).explicit(
            mean: Double(run.model.globalMean!),
            userBias: (run.model.userBias ?? .init(repeating: 0, count: run.model.userCount)).map(Double.init),
            itemBias: (run.model.itemBias ?? .init(repeating: 0, count: run.model.itemCount)).map(Double.init),
            regularization: 0.07)
        #expect(abs(run.losses.last! - expected) < 1e-5 * expected)
    }

    /// Each kind of parameter has its λ in the objective: a λ of 0 for all but one kind leaves that kind's part.
    @Test(arguments: ["user", "item", "bias"])
    func everyKindHasItsPenalty(_ kind: String) throws {
        let matrix = ALSRun.data(.explicit).training
        let run = try SGDRun(
            #"{"factors": 3, "epochs": 1, "regularization": 0, "\#(kind)_regularization": 0.5}"#, matrix)
        let model = run.model
        let dense = DenseObjective(matrix.cells, model)
        func objective(_ users: [[Double]], _ items: [[Double]], _ biases: Bool, _ regularization: Double) -> Double {
            DenseObjective(matrix.cells, users: users, items: items).explicit(
                mean: Double(model.globalMean!), userBias: model.userBias!.map { biases ? Double($0) : 0 },
                itemBias: model.itemBias!.map { biases ? Double($0) : 0 }, regularization: regularization)
        }
        let error = objective(dense.users, dense.items, true, 0)
        let (noUsers, noItems) = (dense.users.map { $0.map { _ in 0.0 } }, dense.items.map { $0.map { _ in 0.0 } })
        let (users, items) = (kind == "user" ? dense.users : noUsers, kind == "item" ? dense.items : noItems)
        let penalty =
            objective(users, items, kind == "bias", 0.5) - objective(users, items, kind == "bias", 0)
        #expect(penalty > 0 && abs(run.losses[0] - error - penalty) < 1e-5 * run.losses[0])
    }

    @Test func ratingsEvaluateTheLossInTheFirstEpochEvery16thAndTheLast() throws {
        let run = try SGDRun(#"{"factors": 2, "epochs": 35}"#, ALSRun.data(.explicit).training)
        #expect(run.trace.iterations.filter { $0.loss != nil }.map(\.number) == [1, 16, 32, 35])
    }

    /// Scores that only fall end training after the fourth epoch, which is then told as a training of four epochs tells it.
    @Test func earlyStoppingTellsTheLastLoss() throws {
        let (matrix, settings) = (ALSRun.data(.explicit).training, #""factors": 3, "schedule": "constant""#)
        let scores = Mutex(0.0)
        let validation = TrainingSession.Validation(metricName: "m", higherIsBetter: true) { _ in
            scores.withLock { score in
                score -= 1
                return score
            }
        }
        let session = TrainingSession(pool: WorkerPool(threadCount: 2), seed: 3, validation: validation)
        let trace = try SGD.read("{\(settings), \"epochs\": 30, \"early_stopping\": {\"patience\": 3}}")
            .fit(InteractionDataset(training: matrix), in: session).trace
        let four = try SGDRun("{\(settings), \"epochs\": 4}", matrix).trace
        #expect(trace.ending == .stoppedEarly && trace.iterations.map(\.loss) == four.iterations.map(\.loss))
        #expect(trace.iterations.filter { $0.loss != nil }.map(\.number) == [1, 4])
    }

    /// Both minimise the same objective, so a long descent ends near where exact least squares does.
    @Test func descendsToWhatLeastSquaresFinds() throws {
        let matrix = ALSRun.data(.explicit).training
        let exact = try ALSRun(
            #"{"feedback": "explicit", "factors": 4, "iterations": 60, "regularization": 0.1}"#, matrix)
        let run = try SGDRun(
            #"{"factors": 4, "epochs": 400, "schedule": "cosine", "learning_rate": 0.03, "regularization": 0.1}"#,
            matrix)
        #expect(run.losses.last! < 1.05 * exact.loss)
    }

    /// Ratings of rank 2 without noise, a third held out: without a penalty all are reproduced.
    @Test func recoversLowRank() throws {
        var random = RandomSource(seed: 4)
        let (users, items) = (60, 40)
        let left = (0..<users).map { _ in [random.gaussian(), random.gaussian()] }
        let right = (0..<items).map { _ in [random.gaussian(), random.gaussian()] }
        func rating(_ user: Int, _ item: Int) -> Double {
            3 + left[user][0] * right[item][0] + left[user][1] * right[item][1]
        }
        let shown = (0..<users).map { _ in (0..<items).map { _ in random.uniform() < 0.67 } }
        let matrix = InteractionMatrix(
            .explicit,
            (0..<users).map { user in
                (0..<items).map { shown[user][$0] ? Float(rating(user, $0)) : nil }
            })
        let run = try SGDRun(
            #"{"factors": 4, "epochs": 600, "schedule": "cosine", "learning_rate": 0.05, "regularization": 0, "init_stddev": 0.5}"#,
            matrix)
        var (error, count) = (0.0, 0.0)
        for user in 0..<users {
            let scores = run.model.scores(
                users: [Int32](repeating: Int32(user), count: items), items: (0..<40).map(Int32.init))
            for item in 0..<items where !shown[user][item] {
                error += (Double(scores[item]) - rating(user, item)) * (Double(scores[item]) - rating(user, item))
                count += 1
            }
        }
        // The ratings deviate by √2 from their mean.
        #expect((error / count).squareRoot() < 0.1)
    }

    @Test func divergenceNamesTheSetting() throws {
        let error = try #require(throws: TrainingError.self) {
            try SGDRun(#"{"learning_rate": 100, "schedule": "constant"}"#, ALSRun.data(.explicit).training)
        }
        guard case .diverged(let iteration, _, let remedy) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(iteration >= 1 && remedy.contains("learning_rate"))
    }
}
