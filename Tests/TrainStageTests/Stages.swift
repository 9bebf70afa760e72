import Baselines
import Factorization
import LinearAlgebra
import Logging
import Modelling
import Pipeline
import Synchronization
import TestSupport
import TrainStage

/// What the stage's tests share.
enum Stages {
    static let catalog = ComponentCatalog(models: [.init(ALS.self), .init(SGD.self), .init(Popularity.self)])

    /// The stage with the candidates that `candidates` lists.
    static func train(_ candidates: String) throws -> TrainStage {
        try SettingsReader.read("{\"candidates\": [\(candidates)]}", catalog: catalog, TrainStage.init(from:))
    }

    static func context(progress: any ProgressSink = SilentProgress()) -> RunContext {
        BLASRuntime.useSingleThread()
        return RunContext(
            pool: WorkerPool(threadCount: 2), seed: 4, asOf: nil,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            progress: progress, isCancelled: { false })
    }

    static var implicit: InteractionDataset {
        InteractionDataset(training: InteractionMatrix(.implicit, [[1, 2, nil], [nil, 1, 1], [1, nil, 3]]))
    }

    static var explicit: InteractionDataset {
        InteractionDataset(training: InteractionMatrix(.explicit, [[5, 2, nil], [nil, 1, 4], [1, nil, 3]]))
    }
}

/// Remembers what it is told.
final class RecordingProgress: ProgressSink {
    private let updates = Mutex<[String]>([])

    var lines: [String] { updates.withLock { $0 } }

    func update(_ label: String, completed: Int, total: Int, unit: String) {
        updates.withLock { $0.append("\(label) \(completed)/\(total) \(unit)") }
    }
}
