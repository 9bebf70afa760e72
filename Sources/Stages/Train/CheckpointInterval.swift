import Modelling
import Pipeline

/// `train.checkpoint`: how often a run keeps how far it came. No part of any cache key.
struct CheckpointInterval {
    let everyIterations: Int?
    let everyMinutes: Double

    static let standard = CheckpointInterval(everyIterations: nil, everyMinutes: CheckpointStore.standardMinutes)

    private init(everyIterations: Int?, everyMinutes: Double) {
        self.everyIterations = everyIterations
        self.everyMinutes = everyMinutes
    }

    init(from settings: SettingsReader) {
        everyIterations = settings.optional(
            "every_iterations", .atLeast(1), "Save a training after so many iterations, however short they are.")
        everyMinutes = settings.value(
            "every_minutes", default: CheckpointStore.standardMinutes, .above(0),
            "Save when so many minutes have passed: a training, and tables before anything made from them is stored.")
    }

    /// What a training is told to do with a store.
    func checkpoints(in store: CheckpointStore, of id: String, in context: RunContext) -> TrainingSession.Checkpoints {
        TrainingSession.Checkpoints(
            everyIterations: everyIterations, everySeconds: everyMinutes * 60,
            load: {
                let checkpoint = store.load()
                if let checkpoint {
                    context.log.info(
                        "\(id) goes on after iteration \(checkpoint.iteration), where an earlier run stopped")
                }
                return checkpoint
            },
            save: { checkpoint in
                do {
                    try store.save(checkpoint)
                    context.log.debug("\(id): checkpoint after iteration \(checkpoint.iteration)")
                } catch {
                    context.log.warning("\(id): no checkpoint after iteration \(checkpoint.iteration): \(error)")
                }
            },
            reject: { store.reject($0) })
    }
}
