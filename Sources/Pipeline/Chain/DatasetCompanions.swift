import DurableFiles
import Modelling
import Tables

/// What a run keeps beside its evaluation model: who its rows are, what was popular, and which rows it was trained on.
///
/// It lies with the split dataset in the cache, of which the run takes it.
struct DatasetCompanions: Sendable {
    private let training: InteractionMatrix?
    private let popularity: [Float]?
    private let rowHashes: RowHashes?

    /// - Parameter isRecognisedLater: whether later runs look at what this one trained on.
    init(of built: BuiltDataset, isSplit: Bool, isRecognisedLater: Bool) {
        training = isSplit ? (built.dataset as? InteractionDataset)?.training : nil
        popularity = isRecognisedLater ? training?.itemPopularity : nil
        rowHashes = isSplit ? built.rowHashes : nil
    }

    func write(to directory: String, in files: FileSystem) throws -> [WrittenFile] {
        var written: [WrittenFile] = []
        if let training {
            written.append(try IDFile.write(training.users, to: "\(directory)/\(BundleFile.users)", in: files))
            written.append(try IDFile.write(training.items, to: "\(directory)/\(BundleFile.items)", in: files))
        }
        if let popularity {
            written.append(
                try SafetensorsFile.write(
                    TensorArchive([BundleTensors.popularity(popularity)]),
                    to: "\(directory)/\(EvaluationModel.popularity)", in: files))
        }
        if let rowHashes {
            written.append(
                try SafetensorsFile.write(rowHashes.archive, to: "\(directory)/\(EvaluationModel.rows)", in: files))
        }
        return written
    }
}
