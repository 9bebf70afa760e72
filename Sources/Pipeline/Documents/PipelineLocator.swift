import DurableFiles
import Foundation

/// Finds the file that a command line means by a pipeline: a path, or the name of one in `Pipelines/`.
public enum PipelineLocator {
    public static let directory = "Pipelines"

    /// - Throws: `InputError` naming the nearest pipeline there is.
    public static func path(of pipeline: String) throws(InputError) -> String {
        guard !isFile(pipeline), let name = Identifier(pipeline) else { return pipeline }
        let path = "\(directory)/\(name.text).json"
        if isFile(path) { return path }
        // For the hint alone, which is left out where they can't be read.
        let files = (try? FileSystem.names(in: directory)) ?? []
        let names = files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
        throw InputError(
            path: pipeline, found: "there is no such file, and no \(path)",
            remedy: NearestName.hint(for: pipeline, among: names) ?? "name a pipeline's file")
    }

    private static func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
    }
}
