import Foundation
import Modelling
import Tables

/// A bundle read back: the model, who its rows are, and what they have seen.
public struct ModelBundle: Sendable {
    /// Without symbolic links, so that a bundle published meanwhile does not mix with this one.
    public let directory: String
    public let manifest: BundleManifest
    public let model: any FittedModel
    /// Row of a user = position of its id.
    public let users: StringDictionary
    public let items: StringDictionary
    public let itemPopularity: [Float]
    /// users × items; the values mean nothing.
    public let seen: SparseMatrix
    public let golden: GoldenAnswers

    /// Reads the bundle in `directory`, which may be a link to it such as `current`. O(size of the bundle).
    ///
    /// Shapes and names are checked, contents are not compared with the manifest's digests: `BundleVerification` does that.
    ///
    /// - Throws: `InputError` naming the file that can't be used.
    public init(_ directory: String, catalog: ComponentCatalog) throws(InputError) {
        let resolved = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        do throws(BundleProblem) {
            try self.init(resolved: resolved, manifest: BundleManifest(in: resolved), catalog: catalog)
        } catch {
            throw InputError(error, in: directory)
        }
    }

    init(resolved directory: String, manifest: BundleManifest, catalog: ComponentCatalog) throws(BundleProblem) {
        guard let name = manifest.modelName, manifest.lists(BundleFile.model) else {
            throw BundleProblem(
                BundleFile.manifest, .malformed("lists no model: what was exported is not a recommender"))
        }
        guard let component = catalog.models[name]?.type as? any ModelComponent.Type else {
            let known = catalog.models.entries.map(\.name)
            let hint = NearestName.hint(for: name, among: known).map { "; \($0)" } ?? ""
            throw BundleProblem(BundleFile.manifest, .malformed("names the unknown model \"\(name)\"\(hint)"))
        }
        users = try IDFile.read(BundleFile.users, in: directory)
        items = try IDFile.read(BundleFile.items, in: directory)
        golden = try GoldenAnswers(in: directory)
        let tensorFile = try BundleFileReader.path(of: BundleFile.model, in: directory)
        do {
            let archive = try SafetensorsFile.read(tensorFile)
            model = try component.restore(archive)
            let tensors = try BundleTensors(archive, userCount: users.count, itemCount: items.count)
            itemPopularity = tensors.itemPopularity
            seen = tensors.seen
        } catch let error as InputError {
            throw BundleProblem(BundleFile.model, .malformed(error.found))
        } catch {
            throw BundleProblem(BundleFile.model, .malformed("\(error)"))
        }
        guard model.userCount == users.count, model.itemCount == items.count else {
            throw BundleProblem(
                BundleFile.model,
                .malformed(
                    "is of \(model.userCount) users and \(model.itemCount) items; "
                        + "\(BundleFile.users) has \(users.count), \(BundleFile.items) \(items.count)"))
        }
        self.directory = directory
        self.manifest = manifest
    }

    /// Ranks items as the bundle's golden answers do.
    var ranker: Ranker {
        Ranker(model: model, excluding: golden.excludeSeen ? seen : nil)
    }
}
