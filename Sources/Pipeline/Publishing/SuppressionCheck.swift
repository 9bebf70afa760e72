/// Whether an earlier run's bundle holds ids that have been suppressed since.
struct SuppressionCheck {
    let run: PublishableRun
    let lists: [SuppressionList]

    /// - Throws: `DataError` naming the first file with such ids; `InputError` where a list or the bundle can't be read.
    func perform() throws {
        for list in lists {
            let suppressed = try list.read()
            let file = list.column == itemColumn ? BundleFile.items : BundleFile.users
            let count = try count(of: suppressed, in: file)
            guard count > 0 else { continue }
            throw DataError(
                place: "\(run.bundle)/\(file)", found: "\(count) ids that \(list.file.path) suppresses",
                expected: "a bundle that knows none of them",
                remedy: "run the pipeline, which trains without them, or say with --reason why they may be served again"
            )
        }
    }

    private func count(of suppressed: SuppressedIDs, in file: String) throws(InputError) -> Int {
        // A run may have exported other things than a recommender.
        guard BundleFile.exported.allSatisfy({ name in run.files.contains(name) }) else { return 0 }
        do throws(BundleProblem) {
            return suppressed.count(in: try IDFile.read(file, in: run.bundle))
        } catch {
            throw InputError(error, in: run.bundle)
        }
    }

    /// What the run's pipeline calls the items' ids.
    private var itemColumn: String? {
        run.features?["dataset"]?["item"]?.stringValue
    }
}
