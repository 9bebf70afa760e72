import Foundation

/// Which models are compared: as named on the command line, or found in the workspace.
public struct RunSelection: Sendable {
    /// More can't be told apart in a chart; `mercer runs report` shows many runs over time.
    public static let mostModels = 12

    public let models: [ComparedModel]
    /// What was asked for and left out, in words.
    public let notes: [String]

    public struct Request: Sendable {
        /// RUN or RUN:candidate, in the order they are compared; the first is what the others are held against.
        public let names: [String]
        /// Microseconds UTC: all evaluated runs started from then on.
        public let since: Int64?
        /// Only runs of this pipeline, where runs are found rather than named.
        public let pipeline: String?
        /// Whether the others are held against the published run.
        public let champion: Bool

        public init(names: [String], since: Int64?, pipeline: String?, champion: Bool) {
            self.names = names
            self.since = since
            self.pipeline = pipeline
            self.champion = champion
        }
    }

    /// - Throws: `InputError` for unknown runs and candidates and runs without metrics; `SelectionError` where fewer than
    ///   two models, or too many, are left.
    public init(_ request: Request, in store: RunStore) throws {
        var builder = Builder(store: store)
        for name in request.names { try builder.addNamed(name) }
        if request.since != nil || request.pipeline != nil { try builder.addFound(request) }
        if request.champion { try builder.addChampion() }
        guard builder.models.count > 1 else { throw builder.shortage(of: request) }
        guard builder.models.count <= Self.mostModels else { throw SelectionError.tooMany(builder.models.count) }
        models = builder.models
        notes = builder.notes
    }
}

extension RunSelection {
    private struct Builder {
        let store: RunStore
        var models: [ComparedModel] = []
        var notes: [String] = []
        private var runs: [(run: StoredRun, metrics: JSON, details: JSON?)] = []

        init(store: RunStore) {
            self.store = store
        }

        /// A directory may hold a colon itself, so the whole name is tried first.
        mutating func addNamed(_ name: String) throws {
            if let directory = try? store.find(name) { return try add(directory, candidate: nil) }
            guard let colon = name.lastIndex(of: ":") else { return try add(store.find(name), candidate: nil) }
            try add(store.find(String(name[..<colon])), candidate: String(name[name.index(after: colon)...]))
        }

        private mutating func add(_ directory: String, candidate: String?) throws {
            let run = try StoredRun(directory: directory)
            // While it runs, what it has written may be a part.
            guard run.state != .running else {
                throw InputError(path: directory, found: "run \(run.id) is running", remedy: "wait for it to end")
            }
            guard let metrics = run.metrics else {
                throw InputError(
                    path: "\(directory)/metrics.json",
                    found: "run \(run.id) has no metrics (it is \(run.state.rawValue))",
                    remedy: "compare runs that evaluated; `mercer runs list` shows what each selected")
            }
            try add(run, metrics: metrics, candidate: candidate, at: models.count)
        }

        private mutating func add(_ run: StoredRun, metrics: JSON, candidate: String?, at place: Int) throws {
            let index: Int
            if let known = runs.firstIndex(where: { $0.run.id == run.id }) {
                index = known
            } else {
                index = runs.count
                runs.append((run, metrics, run.details))
            }
            let entry = runs[index]
            let model = try ComparedModel(
                entry.run, index: index, candidate: candidate, metrics: entry.metrics, details: entry.details)
            if let known = models.firstIndex(where: { $0.run.id == run.id && $0.candidate == model.candidate }) {
                // Named twice: compared once, at the earlier of its places.
                if place < known { models.insert(models.remove(at: known), at: place) }
            } else {
                models.insert(model, at: place)
            }
        }

        /// All evaluated runs that the request describes, oldest first.
        mutating func addFound(_ request: Request) throws {
            var found: [(run: StoredRun, metrics: JSON)] = []
            var unevaluated = 0
            for id in try store.ids {
                guard let run = try? StoredRun(directory: store.workspace.runDirectory(id)),
                    request.pipeline.map({ run.pipelineName == $0 }) ?? true,
                    request.since.map({ (run.started ?? .min) >= $0 }) ?? true
                else { continue }
                guard run.state != .running, let metrics = run.metrics else {
                    unevaluated += 1
                    continue
                }
                found.append((run, metrics))
            }
            guard !found.isEmpty || !models.isEmpty else {
                throw SelectionError.nothingFound(pipelines: try evaluatedPipelines, unevaluated: unevaluated)
            }
            let pipelines = Set(found.map(\.run.pipelineName)).sorted()
            guard pipelines.count <= 1 else { throw SelectionError.severalPipelines(pipelines) }
            for (run, metrics) in found { try add(run, metrics: metrics, candidate: nil, at: models.count) }
            if unevaluated > 0 {
                notes.append(
                    "\(unevaluated) run\(unevaluated == 1 ? "" : "s") of those asked for did not evaluate, or not yet, and "
                        + "\(unevaluated == 1 ? "is" : "are") left out.")
            }
        }

        /// The pipelines that a comparison could be of.
        private var evaluatedPipelines: [String] {
            get throws {
                let runs = try store.ids.compactMap { try? StoredRun(directory: store.workspace.runDirectory($0)) }
                return Set(runs.filter { $0.metrics != nil }.map(\.pipelineName)).sorted()
            }
        }

        /// Why there are fewer than two models.
        func shortage(of request: Request) -> SelectionError {
            guard let only = models.first?.run.id else { return .tooFew([]) }
            return request.champion ? .onlyChampion(only) : .tooFew([only])
        }

        /// The published run of the first model's pipeline and config, put first.
        mutating func addChampion() throws {
            guard let first = models.first?.run else { throw SelectionError.tooFew([]) }
            let published = store.workspace.publication(config: first.configName, pipeline: first.pipelineName)
            guard let id = published.served else {
                if let problem = published.problem { throw problem.error }
                throw SelectionError.noChampion(pipeline: first.pipelineName, config: first.configName)
            }
            let champion = try StoredRun(directory: store.find(id))
            guard let metrics = champion.metrics else {
                throw InputError(
                    path: champion.directory, found: "the published run has no metrics",
                    remedy: "leave --champion out")
            }
            try add(champion, metrics: metrics, candidate: nil, at: 0)
        }
    }
}
