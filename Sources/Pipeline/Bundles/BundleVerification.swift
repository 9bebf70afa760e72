import DurableFiles
import Foundation
import LinearAlgebra

/// Holds a bundle against its manifest and its golden answers.
public struct BundleVerification: Sendable {
    /// Everything that does not hold; empty for a sound bundle.
    public let problems: [BundleProblem]
    /// Files the manifest lists.
    public let fileCount: Int
    /// Users whose golden answers were recomputed.
    public let answerCount: Int

    /// Verifies the bundle in `directory`, which may be a link to it. O(size of the bundle).
    ///
    /// The model is loaded, and its answers recomputed, only where all files of the recommender are as the manifest says:
    /// else every problem would be told twice.
    ///
    /// - Throws: `InputError` where there is no such directory; `CancellationError` where the pool is cancelled.
    public init(_ directory: String, catalog: ComponentCatalog, pool: WorkerPool) throws {
        let resolved = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: resolved, isDirectory: &isDirectory), isDirectory.boolValue else {
            throw InputError(
                path: directory, found: "there is no such directory", remedy: "name the directory of a bundle")
        }
        let manifest: BundleManifest
        do throws(BundleProblem) {
            manifest = try BundleManifest(in: resolved)
        } catch {
            self.init(problems: [error], fileCount: 0, answerCount: 0)
            return
        }
        let files = BundleFileCheck(directory: resolved, manifest: manifest).problems
        let answers = try Self.checkModel(resolved, manifest, files, catalog: catalog, pool: pool)
        self.init(problems: files + answers.problems, fileCount: manifest.files.count, answerCount: answers.count)
    }

    private init(problems: [BundleProblem], fileCount: Int, answerCount: Int) {
        self.problems = problems
        self.fileCount = fileCount
        self.answerCount = answerCount
    }

    private static func checkModel(
        _ directory: String, _ manifest: BundleManifest, _ found: [BundleProblem], catalog: ComponentCatalog,
        pool: WorkerPool
    ) throws -> (problems: [BundleProblem], count: Int) {
        guard BundleFile.exported.contains(where: manifest.lists) else { return ([], 0) }
        let unlisted = BundleFile.exported.filter { name in !manifest.lists(name) && !found.contains { $0.file == name }
        }
        guard unlisted.isEmpty else { return (unlisted.map { BundleProblem($0, .missing) }, 0) }
        guard !found.contains(where: { BundleFile.exported.contains($0.file) }) else { return ([], 0) }
        let bundle: ModelBundle
        do throws(BundleProblem) {
            bundle = try ModelBundle(resolved: directory, manifest: manifest, catalog: catalog)
        } catch {
            return ([error], 0)
        }
        return (try GoldenCheck(bundle: bundle).problems(pool: pool), bundle.golden.users.count)
    }
}

/// Compares the files of a bundle with its manifest.
private struct BundleFileCheck {
    let directory: String
    let manifest: BundleManifest

    var problems: [BundleProblem] {
        let listed = manifest.files.compactMap { file in check(file).map { BundleProblem(file.path, $0) } }
        let known = Set(manifest.files.map(\.path)).union([BundleFile.manifest])
        let present = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        let unlisted = present.filter { !known.contains($0) && !isDirectory($0) }
        return listed + unlisted.sorted().map { BundleProblem($0, .unlisted) }
    }

    private func check(_ file: WrittenFile) -> BundleProblem.Kind? {
        let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
        let staysInside = !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." } && !file.path.utf8.contains(0)
        guard staysInside else { return .notAFile }
        let path = "\(directory)/\(file.path)"
        // Without following links: what a link points to is no part of the bundle.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return .missing }
        guard attributes[.type] as? FileAttributeType == .typeRegular else { return .notAFile }
        let size = attributes[.size] as? Int ?? 0
        guard size == file.size else { return .size(found: size, expected: file.size) }
        do {
            let digest = try FileDigest.sha256(ofFile: path)
            return digest == file.sha256 ? nil : .digest(found: digest, expected: file.sha256)
        } catch {
            return .unreadable(cause: (error as? InputError)?.found ?? "\(error)")
        }
    }

    private func isDirectory(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(directory)/\(path)")
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }
}
