import Pipeline

/// All that MLflow is told of a run; its files by their paths in the workspace.
package struct MLflowMessage: Sendable, Equatable {
    package struct Pair: Sendable, Equatable {
        package let key: String
        package let value: String
    }

    package struct Metric: Sendable, Equatable {
        package let key: String
        package let value: Double
        package let step: Int
    }

    package struct Artifact: Sendable, Equatable {
        /// Relative to the run's artifacts.
        package let path: String
        /// Relative to the workspace, which may be moved before it is sent.
        package let file: String
    }

    package enum Status: String, Sendable {
        case finished = "FINISHED"
        case failed = "FAILED"
        case killed = "KILLED"
    }

    /// What a bundle is registered as.
    package struct Registration: Sendable, Equatable {
        package let model: String
        package let config: String
        package let pipeline: String
        /// Whether it was published; a bundle that its gate refused is registered where it is published later.
        package let isPublished: Bool
        /// Of the model version.
        package let tags: [Pair]
    }

    package let experiment: String
    package let run: String
    package let startMilliseconds: Int
    package let endMilliseconds: Int
    package let status: Status
    package let tags: [Pair]
    package let parameters: [Pair]
    /// The selected candidate's metrics under their own names, which MLflow shows beside its model.
    package let scores: [Metric]
    package let metrics: [Metric]
    package let artifacts: [Artifact]
    /// Nil where the run made no bundle.
    package let registration: Registration?
}
