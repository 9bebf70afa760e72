import DurableFiles
import Foundation
import Tables

extension PipelineRun {
    /// Champions are compared by their evaluation models, and trainings start from them, so the run keeps its winner's.
    ///
    /// What can't be kept is told: the run is done without it.
    func keepEvaluationModel(of chain: ChainRunner, record: RunRecord, in directory: String) throws {
        guard let winner = chain.outcome.shipped?.candidate else { return }
        guard let sources = try EvaluationModelSources(chain, winner: winner) ?? inherited(by: chain, winner: winner)
        else {
            logger.warning("the evaluation model of \(winner) is no longer stored; this run keeps none")
            return
        }
        let place = "\(directory)/\(EvaluationModel.folder)"
        try workspace.files.makeDirectory(place) { unfinished in
            let files = try sources.write(to: unfinished)
            let manifest = manifest(of: winner, chain: chain, record: record, files: files)
            try workspace.files.write(
                manifest.text(indented: true) + "\n", to: "\(unfinished)/\(BundleFile.manifest)")
        }
    }

    /// The model as the published run keeps it, where that is the same one and the cache has forgotten it.
    private func inherited(by chain: ChainRunner, winner: String) -> EvaluationModelSources? {
        guard let run = workspace.publishedRun(config: pipeline.config.name, pipeline: pipeline.name) else {
            return nil
        }
        do {
            let kept = try EvaluationModel(in: workspace.runDirectory(run))
            guard kept.training == chain.keys.candidate(winner).digest else { return nil }
            return EvaluationModelSources(kept, in: workspace.files)
        } catch {
            logger.warning("the published run \(run) has no evaluation model: \(error)")
            return nil
        }
    }

    private func manifest(
        of winner: String, chain: ChainRunner, record: RunRecord, files: [WrittenFile]
    ) -> JSON {
        let key = chain.keys.candidate(winner)
        // What a time budget ended is another model every time, though its key is the same.
        let training = chain.outcome.unstoredWinner == nil ? key : key.ofRunAlone(record.id)
        return [
            "schema": .integer(EvaluationModel.schema), "run": .string(record.id), "candidate": .string(winner),
            "model": chain.outcome.shipped.map { .string($0.modelName) } ?? .null,
            "settings": chain.outcome.shipped?.settings ?? .null, "basis": SplitBasis(pipeline).json,
            "training": .string(training.digest),
            "features": chain.keys.features.map { .string($0.digest) } ?? .null,
            "champion": chain.keys.champion.map(JSON.string) ?? .null,
            "seen_until": chain.outcome.seenUntil.map { .string(Instant.text(microseconds: $0)) } ?? .null,
            "files": .array(files.map(\.json)),
        ]
    }
}

/// Where the parts of an evaluation model lie: mostly in the cache, from which they may go, unlike from the run.
private struct EvaluationModelSources {
    private enum Model {
        case stored(CacheEntry)
        /// A time budget kept it from being stored.
        case unstored(TrainedCandidate)
    }

    private enum Origin {
        /// - `start`: the model that the training started from.
        case cache(Model, features: CacheEntry, start: EvaluationModel?)
        case run(EvaluationModel)
    }

    private let origin: Origin
    private let fileSystem: FileSystem

    init(_ kept: EvaluationModel, in files: FileSystem) {
        origin = .run(kept)
        fileSystem = files
    }

    /// Nil where a part is no longer stored, or turns out damaged only now.
    ///
    /// - Throws: `CancellationError`.
    init?(_ chain: ChainRunner, winner: String) throws {
        // What this run wrote it digested as it wrote.
        func sound(_ entry: CacheEntry?) throws -> CacheEntry? {
            try entry.flatMap { try $0.run == chain.runID || chain.cache.verify($0) ? $0 : nil }
        }
        let stored = chain.keys.features.flatMap(chain.cache.entry(for:))
        guard let features = try sound(stored?.only(EvaluationModel.companions)) else { return nil }
        fileSystem = chain.cache.files
        let model: Model
        if let unstored = chain.outcome.unstoredWinner {
            model = .unstored(unstored)
        } else {
            guard let entry = try sound(chain.cache.entry(for: chain.keys.candidate(winner))) else { return nil }
            model = .stored(entry)
        }
        let isWarm = chain.outcome.starts[winner]?.isWarm == true
        origin = .cache(
            model, features: features, start: isWarm ? chain.keys.starts[winner]?.champion?.evaluation : nil)
    }

    func write(to directory: String) throws -> [WrittenFile] {
        switch origin {
        case .run(let kept):
            return try kept.files.map { try link($0, in: kept.directory, to: directory) }
        case .cache(let model, let features, let start):
            let kept = [BundleFile.users, BundleFile.items, EvaluationModel.popularity]
            return try [write(model, to: directory)]
                + features.files.filter { kept.contains($0.path) }.map {
                    try link($0, in: features.directory, to: directory)
                }
                + writeRows(features, start: start, to: directory)
        }
    }

    private func write(_ model: Model, to directory: String) throws -> WrittenFile {
        switch model {
        case .stored(let entry):
            guard let file = entry.files.first(where: { $0.path == BundleFile.model }) else {
                throw DamagedResult(slot: "train")
            }
            return try link(file, in: entry.directory, to: directory)
        case .unstored(let winner): return try write(winner.model.archive(), as: BundleFile.model, to: directory)
        }
    }

    /// The rows that had part in the training, those of the model it started from among them: a row that was gone today can
    /// be back, and held out, tomorrow.
    private func writeRows(
        _ features: CacheEntry, start: EvaluationModel?, to directory: String
    ) throws -> [WrittenFile] {
        guard let file = features.files.first(where: { $0.path == EvaluationModel.rows }) else { return [] }
        guard let earlier = try start?.trainedRows() else {
            return [try link(file, in: features.directory, to: directory)]
        }
        let rows = try RowHashes(SafetensorsFile.read(features.path(EvaluationModel.rows))).trained
        let all = RowHashes(trained: RowHashes.union(rows, earlier), heldOut: [])
        return [try write(all.archive, as: EvaluationModel.rows, to: directory)]
    }

    private func write(_ archive: TensorArchive, as name: String, to directory: String) throws -> WrittenFile {
        let file = try SafetensorsFile.write(archive, to: "\(directory)/\(name)", in: fileSystem)
        return WrittenFile(path: name, size: file.size, sha256: file.sha256)
    }

    private func link(_ file: WrittenFile, in source: String, to directory: String) throws -> WrittenFile {
        try fileSystem.share("\(source)/\(file.path)", as: "\(directory)/\(file.path)")
        return file
    }
}
