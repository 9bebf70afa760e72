import DurableFiles
import Foundation
import LinearAlgebra
import Modelling
import Pipeline
import Tables

/// A model with the data it stands for, both stated, ready to be exported.
public struct StatedShop: Sendable {
    public let model: FactorModel
    public let dataset: InteractionDataset

    public init(model: FactorModel, dataset: InteractionDataset) {
        self.model = model
        self.dataset = dataset
    }

    /// The catalog that can read its bundles back.
    public static let catalog = ComponentCatalog(models: [.init(StatedModel.self)])

    /// Exports into a directory, without a manifest.
    @discardableResult
    public func export(
        _ exporter: any Exporter, to directory: String, excludeSeen: Bool = true, threads: Int = 1
    ) throws -> [WrittenFile] {
        let input = ExportInput(
            directory: directory, files: FileSystem(),
            shipped: .init(candidate: "c", modelName: StatedModel.name, model: model, dataset: dataset), tables: [:],
            excludeSeen: excludeSeen)
        return try exporter.write(input, in: .forTest(threads: threads))
    }

    /// Writes a manifest that lists the directory's files as they are.
    public static func writeManifest(in directory: String, model: String = StatedModel.name) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        let files: [JSON] = try names.filter { $0 != BundleFile.manifest }.map { name in
            let path = "\(directory)/\(name)"
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            return [
                "path": .string(name), "size": .integer(size ?? 0),
                "sha256": .string(try FileDigest.sha256(ofFile: path)),
            ]
        }
        let manifest: JSON = ["schema": 1, "model": .string(model), "run": "r", "files": .array(files)]
        try FileSystem().write(manifest.text(indented: true), to: "\(directory)/\(BundleFile.manifest)")
    }
}

extension StatedShop {
    public enum Parts: CaseIterable, Sendable {
        case factors
        case factorsAndBiases
        /// `item_bias` alone, as popularity has it.
        case itemBias
    }

    /// A shop with random factors and interactions. Factors and biases are small whole numbers, so that scores are exact in
    /// single precision however they are summed, and ties are many.
    public static func random(_ parts: Parts, users: Int, items: Int, factors: Int = 4, seed: UInt64 = 3) -> StatedShop
    {
        var random = RandomSource(seed: seed)
        func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.integer(below: 9)) - 4 } }
        func matrix(_ rows: Int) -> Matrix { Matrix(rows: rows, columns: factors, elements: numbers(rows * factors)) }
        let hasFactors = parts != .itemBias
        let hasBiases = parts == .factorsAndBiases
        let model = FactorModel(
            userCount: users, itemCount: items,
            factors: hasFactors ? .init(users: matrix(users), items: matrix(items)) : nil,
            userBias: hasBiases ? numbers(users) : nil, itemBias: parts == .factors ? nil : numbers(items),
            globalMean: hasBiases ? 3 : nil)
        let cells = (0..<users).map { _ in
            (0..<items).map { _ -> Float? in random.integer(below: 20) == 0 ? Float(1 + random.integer(below: 5)) : nil
            }
        }
        return StatedShop(
            model: model, dataset: InteractionDataset(training: InteractionMatrix(.implicit, cells)))
    }

    /// Two users and three items under ids that files and documents must quote:
    ///
    ///     scores   0 −1 2   seen   ● · ·
    ///              0  3 2          · · ·
    public static var hostileIDs: StatedShop {
        let users = StringDictionary.encoding(["comma, quote \" and\nline", "Ünïcode"]).dictionary
        let items = StringDictionary.encoding(["\\back\tslash", "back\rreturn", "plain"]).dictionary
        let byUser = SparseMatrix(rows: 2, columns: 3, offsets: [0, 1, 1], indices: [0], values: [2])
        return StatedShop(
            model: FactorModel(
                userCount: 2, itemCount: 3,
                factors: .init(
                    users: Matrix(rows: 2, columns: 2, elements: [1, -1, 1, 3]),
                    items: Matrix(rows: 3, columns: 2, elements: [0, 0, 0, 1, 2, 0]))),
            dataset: InteractionDataset(
                training: InteractionMatrix(feedback: .implicit, users: users, items: items, byUser: byUser)))
    }
}
