import Benchmarking
import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline

/// Where `events.csv` and `ratings.txt` lie; what is missing is made.
final class ReferenceData {
    let directory: String
    private let shape: SyntheticShape
    private let pool: WorkerPool
    private var made: SyntheticInteractions?

    init(directory: String, shape: SyntheticShape, pool: WorkerPool) {
        self.directory = directory
        self.shape = shape
        self.pool = pool
    }

    /// The path of the event log.
    func events() throws -> String {
        try path("events.csv") { try $0.writeEvents(to: $1) }
    }

    /// The path of the ratings.
    func ratings() throws -> String {
        try path("ratings.txt") { try $0.writeRatings(to: $1) }
    }

    /// Makes what is missing, and keeps nothing in memory.
    func prepare() throws {
        _ = try events()
        _ = try ratings()
        made = nil
    }

    /// Bytes of the files there are.
    var sizes: [String: Int] {
        ["events.csv", "ratings.txt"].reduce(into: [:]) { sizes, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")
            sizes[name] = (attributes?[.size] as? NSNumber)?.intValue
        }
    }

    private func path(_ name: String, write: (SyntheticInteractions, String) throws -> Void) throws -> String {
        let path = "\(directory)/\(name)"
        guard !FileManager.default.fileExists(atPath: path) else { return path }
        FileHandle.standardError.write(Data("bench: making \(path), \(shape.interactions) interactions\n".utf8))
        try FileSystem().createDirectory(directory)
        let interactions = try made ?? SyntheticInteractions(shape, pool: pool)
        made = interactions
        try write(interactions, path)
        return path
    }
}
