import Modelling
import Pipeline

/// `train.checkpoint`: how often a training that lasts keeps how far it came. No part of any cache key.
struct CheckpointInterval {
    /// At most that much of a training is done twice after a crash, and a checkpoint's cost is lost in it.
    static let defaultMinutes = 5.0

    let everyIterations: Int?
    let everyMinutes: Double

    static let standard = CheckpointInterval(everyIterations: nil, everyMinutes: defaultMinutes)

    private init(everyIterations: Int?, everyMinutes: Double) {
        self.everyIterations = everyIterations
        self.everyMinutes = everyMinutes
    }

    init(from settings: SettingsReader) {
        everyIterations = settings.optional(
            "every_iterations", .atLeast(1), "Save after so many iterations, however short they are.")
        everyMinutes = settings.value(
            "every_minutes", default: Self.defaultMinutes, .above(0), "Save when so many minutes have passed.")
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
