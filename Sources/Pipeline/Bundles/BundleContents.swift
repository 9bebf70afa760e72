import Foundation
import Tables

/// What a bundle says it holds: its manifest, and the names and shapes of its tensors.
public struct BundleContents: Sendable {
    public struct TensorShape: Sendable, Equatable {
        public let name: String
        /// As safetensors spells it: `F32`.
        public let type: String
        public let shape: [Int]
    }

    public let directory: String
    public let manifest: BundleManifest
    /// Empty where the bundle holds no model.
    public let tensors: [TensorShape]

    /// Reads the bundle in `directory`, which may be a link to it. Contents are not checked.
    ///
    /// - Throws: `InputError` naming the file that can't be used.
    public init(_ directory: String) throws {
        let resolved = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        do throws(BundleProblem) {
            manifest = try BundleManifest(in: resolved)
        } catch {
            throw InputError(error, in: directory)
        }
        self.directory = resolved
        let archive =
            manifest.lists(BundleFile.model) ? try SafetensorsFile.read("\(resolved)/\(BundleFile.model)") : nil
        tensors = (archive?.tensors ?? []).map { tensor in
            TensorShape(name: tensor.name, type: tensor.storage.typeName, shape: tensor.shape)
        }
    }

    /// The manifest and the tensors as one object.
    public var json: JSON {
        [
            "directory": .string(directory), "manifest": manifest.json,
            "tensors": .array(
                tensors.map { tensor in
                    [
                        "name": .string(tensor.name), "type": .string(tensor.type),
                        "shape": .array(tensor.shape.map(JSON.integer)),
                    ]
                }),
        ]
    }
}
