import Baselines
import LinearAlgebra
import Modelling
import TestSupport
import Testing

struct PopularityTests {
    @Test(arguments: [InteractionMatrix.Feedback.implicit, .explicit])
    func conforms(_ feedback: InteractionMatrix.Feedback) throws {
        try ModelConformance(Popularity.self, feedback: feedback, isPersonal: false, isRandom: false).checkAll()
    }

    @Test func scoresAreSumsOfWeights() throws {
        let matrix = InteractionMatrix(.implicit, [[1, nil, 5], [0.5, nil, nil], [nil, 3, 1]])
        let model = try fit(matrix)
        #expect(model.allScores() == [1.5, 3, 6, 1.5, 3, 6, 1.5, 3, 6])
    }

    @Test func scoresOfRatingsAreCounts() throws {
        let matrix = InteractionMatrix(.explicit, [[1, nil, 5], [5, nil, nil], [1, 5, 1]])
        #expect(try fit(matrix).scores(users: [0], items: 0..<3) == [3, 1, 2])
    }

    @Test func storesItemBiasAlone() throws {
        let archive = try fit(InteractionMatrix(.implicit, [[1, 2]])).archive()
        #expect(archive.tensors.map(\.name) == ["item_bias"])
        #expect(archive["item_bias"]?.shape == [2])
    }

    @Test func refusesSumsThatOverflow() throws {
        let matrix = InteractionMatrix(.implicit, [[3e38], [3e38]])
        #expect(throws: TrainingError.self) { try fit(matrix) }
    }

    private func fit(_ matrix: InteractionMatrix) throws -> any FittedModel {
        let session = TrainingSession(pool: WorkerPool(threadCount: 1), seed: 1)
        return try Popularity.read("{}").fit(InteractionDataset(training: matrix), in: session).model
    }
}
