import Benchmarking
import Modelling
import Pipeline
import Synchronization

/// A dataset in memory and the candidates of the pipeline that made it.
struct WorkingSet {
    let dataset: InteractionDataset
    private let candidates: [Candidate]
    private let seed: UInt64

    /// Runs the pipeline's load and features stages.
    init(pipeline path: String, in bench: Bench) throws {
        let resolved = try bench.resolve(pipeline: path)
        var loaded = try resolved.pipeline.load.run(resolved.datasets, in: bench.context())
        let tables = loaded.tables
        loaded.tables = [:]
        let context = bench.context(seed: resolved.pipeline.seed).at(loaded.asOf)
        guard let built = try resolved.pipeline.features?.run(tables, in: context),
            let dataset = built.dataset as? InteractionDataset
        else { throw BenchmarkError.invalid(place: path, reason: "it makes no interactions") }
        self.init(dataset: dataset, resolved)
    }

    /// The pipeline's candidates with another dataset.
    init(dataset: InteractionDataset, _ resolved: ResolvedPipeline) {
        self.dataset = dataset
        candidates = resolved.pipeline.train?.candidates ?? []
        seed = resolved.pipeline.seed
    }

    /// Trains a candidate as the train stage does, `iterations` of it.
    func fit(
        _ id: String, iterations: Int, threads: Int, adjust: (inout TimedFit.Request) -> Void = { _ in }
    ) throws -> TimedFit {
        guard let candidate = candidates.first(where: { $0.id == id }) else {
            throw BenchmarkError.invalid(place: "the suite's pipelines", reason: "no candidate is called \(id)")
        }
        var request = TimedFit.Request(dataset, iterations, threads, seed)
        adjust(&request)
        return try Self.fit(candidate.model.component, request)
    }

    /// Opens the model's type.
    private static func fit<Component: ModelComponent>(
        _ model: Component, _ request: TimedFit.Request
    ) throws -> TimedFit {
        guard let data = request.dataset as? Component.Data else {
            throw BenchmarkError.invalid(place: Component.name, reason: "it does not train on interactions")
        }
        return try TimedFit(request) { session in try model.fit(data, in: session) }
    }
}
