import DurableFiles
import Foundation
import Modelling
import Tables

/// The evaluation model that a run keeps, in `evaluation-model/` of its directory: what later runs start from and are
/// compared with, since no shipped model may be, which has seen the rows it would be tested on.
struct EvaluationModel: Sendable {
    static let folder = "evaluation-model"
    static let rows = "rows.safetensors"
    static let popularity = "item-popularity.safetensors"
    static let schema = 1
    /// What it keeps of the stored dataset.
    static let companions: Set<String> = [BundleFile.users, BundleFile.items, popularity, rows]

    /// The run's directory.
    let directory: String
    /// The run that kept it.
    let run: String
    let modelName: String
    /// What decided which rows it was trained on; see `SplitBasis`.
    let basis: JSON
    /// The key of the dataset it was trained on.
    let features: String
    /// The key of its training: equal where the same model came of it. A training that a time budget ended has one of its own.
    let training: String
    /// The run that it was to start from; nil where it was to start from none.
    let champion: String?
    /// Just past the newest row that its run read, microseconds UTC; nil where the data has no times.
    let seenUntil: Int64?
    let files: [WrittenFile]

    /// Why a run has none to read.
    enum Absence: Error, CustomStringConvertible {
        /// It kept none, or it was removed.
        case missing(String)
        /// Something of it is not as its manifest says, or the manifest is not as this version writes it.
        case damaged(String)

        var description: String {
            switch self {
            case .missing(let path): "\(path) is missing"
            case .damaged(let path): "\(path) is damaged, or can't be read"
            }
        }
    }

    /// Reads what the run in `runDirectory` kept.
    init(in runDirectory: String) throws(Absence) {
        let directory = "\(runDirectory)/\(Self.folder)"
        let manifest = "\(directory)/\(BundleFile.manifest)"
        guard FileManager.default.fileExists(atPath: manifest) else { throw .missing(directory) }
        guard let json = JSON(remembered: manifest),
            json["schema"]?.integerValue == Self.schema, let run = json["run"]?.stringValue,
            let modelName = json["model"]?.stringValue, let basis = json["basis"],
            let features = json["features"]?.stringValue, let training = json["training"]?.stringValue,
            let files = json["files"]?.arrayValue?.map(WrittenFile.init), !files.contains(nil)
        else { throw .damaged(manifest) }
        self.directory = directory
        self.run = run
        self.modelName = modelName
        self.basis = basis.canonical
        self.features = features
        self.training = training
        champion = json["champion"]?.stringValue
        seenUntil = json["seen_until"]?.stringValue.flatMap(Instant.parse)
        self.files = files.compactMap(\.self)
        if let unsound = self.files.first(where: { !$0.isSound(in: directory) }) {
            throw .damaged("\(directory)/\(unsound.path)")
        }
    }

    /// What a result that reads the model depends on, for cache keys.
    ///
    /// - Parameter others: digests of what is read besides.
    func identity(with others: [String] = []) -> JSON {
        let digests = files.map(\.sha256) + others
        return .string("\(run) \(FileDigest.sha256(of: digests.joined(separator: " ")).prefix(32))")
    }

    /// Whether it says who its rows are, as those of interactions do.
    var hasIDs: Bool {
        Set(files.map(\.path)).isSuperset(of: [BundleFile.model, BundleFile.users, BundleFile.items])
    }

    /// The sums that items had in the training, by their rows; nil where the run did not keep them.
    func itemPopularity() throws -> [Float]? {
        guard files.contains(where: { $0.path == Self.popularity }) else { return nil }
        return try SafetensorsFile.read("\(directory)/\(Self.popularity)").float32(BundleTensors.popularityName)
    }

    /// Hashes of all rows that had part in its training, ascending; nil where the run did not keep them.
    func trainedRows() throws -> [UInt64]? {
        guard files.contains(where: { $0.path == Self.rows }) else { return nil }
        return try RowHashes(SafetensorsFile.read("\(directory)/\(Self.rows)")).trained
    }
}

extension WrittenFile {
    /// Reads back what `json` gave.
    init?(_ json: JSON) {
        guard let path = json["path"]?.stringValue, let size = json["size"]?.integerValue,
            let digest = json["sha256"]?.stringValue
        else { return nil }
        self.init(path: path, size: size, sha256: digest)
    }

    /// Whether the file of that name in a directory has this content.
    func isSound(in directory: String) -> Bool {
        (try? isSound(in: directory, isCancelled: { false })) == true
    }

    /// The same, for content that takes long to read.
    ///
    /// - Throws: `CancellationError`, which says nothing of the file.
    func isSound(in directory: String, isCancelled: () -> Bool) throws -> Bool {
        do {
            return try FileDigest.sha256(ofFile: "\(directory)/\(path)", isCancelled: isCancelled) == sha256
        } catch let error as CancellationError {
            throw error
        } catch {
            return false
        }
    }
}
