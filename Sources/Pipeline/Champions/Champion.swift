import Modelling
import Tables

/// The published run as later ones start from it: its evaluation model, and the model it shipped.
struct Champion: Sendable {
    let evaluation: EvaluationModel
    /// The directory of its bundle, and the digest of the model there; nil where it holds no factors that can be read.
    let shipped: (directory: String, sha256: String)?

    /// - Parameter bundle: the directory of the bundle that the run exported.
    init(_ evaluation: EvaluationModel, bundle: String) {
        self.evaluation = evaluation
        shipped = Self.shipped(in: bundle)
    }

    private static func shipped(in bundle: String) -> (directory: String, sha256: String)? {
        guard let manifest = try? BundleManifest(in: bundle) else { return nil }
        let needed = [BundleFile.model, BundleFile.users, BundleFile.items]
        let files = manifest.files.filter { needed.contains($0.path) }
        guard files.count == needed.count, files.allSatisfy({ $0.isSound(in: bundle) }),
            let model = files.first(where: { $0.path == BundleFile.model })
        else { return nil }
        return (bundle, model.sha256)
    }

    /// What of it a training that starts from it depends on, for cache keys.
    var identity: JSON {
        evaluation.identity(with: [shipped?.sha256 ?? ""])
    }

    /// A model's parameters by the ids of a dataset, or why a candidate can't start from them.
    enum Start {
        case warm(WarmStart)
        case unfit(String)
    }

    /// The evaluation model's parameters.
    func evaluationStart(for candidate: Candidate, on dataset: any Dataset) throws -> Start {
        try start(in: evaluation.directory, for: candidate, on: dataset)
    }

    /// The shipped model's parameters.
    ///
    /// - Throws: `DataError` where they do not fit, though the evaluation model's did: a cold refit for the iterations of a
    ///   warm start would ship a model that is hardly trained.
    func shippedStart(for candidate: Candidate, on dataset: any Dataset) throws -> WarmStart {
        let found: Start =
            try shipped.map { try start(in: $0.directory, for: candidate, on: dataset) } ?? .unfit("it is gone")
        switch found {
        case .warm(let start): return start
        case .unfit(let reason):
            throw DataError(
                place: "train.candidates.\(candidate.id)",
                found: "a champion whose shipped model does not fit: \(reason)",
                expected: "one like its evaluation model, from which this training started",
                remedy: "leave `warm_start` out for one run")
        }
    }

    /// Ids that the dataset does not have are left behind.
    private func start(in directory: String, for candidate: Candidate, on dataset: any Dataset) throws -> Start {
        let model = try type(of: candidate.model.component).restore(
            SafetensorsFile.read("\(directory)/\(BundleFile.model)"))
        guard let starter = candidate.model.component as? any StartsWarm, let factors = model as? FactorModel,
            let training = (dataset as? InteractionDataset)?.training
        else { return .unfit("it is no model of factors") }
        if let obstacle = starter.obstacle(toStartFrom: model) { return .unfit(obstacle) }
        return .warm(
            WarmStart(
                model: factors,
                users: RowMapping(from: try ids(BundleFile.users, in: directory), to: training.users),
                items: RowMapping(from: try ids(BundleFile.items, in: directory), to: training.items)))
    }

    private func ids(_ file: String, in directory: String) throws -> StringDictionary {
        do throws(BundleProblem) {
            return try IDFile.read(file, in: directory)
        } catch {
            throw InputError(error, in: directory)
        }
    }
}
