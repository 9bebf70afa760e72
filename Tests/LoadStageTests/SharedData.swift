import Foundation
import Testing

/// Public data sets that lie beside the repository and are no part of it.
enum SharedData {
    /// The path of a data set; nil, and a line that says so, where it is absent.
    static func path(_ name: String, in caller: String = #function) -> String? {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = repository.deletingLastPathComponent().appendingPathComponent("shared/data").path
        let directory = ProcessInfo.processInfo.environment["MERCER_DATA"] ?? beside
        let path = "\(directory)/\(name)"
        if FileManager.default.fileExists(atPath: path) { return path }
        print("\(caller): \(path) is absent; set MERCER_DATA to the directory of the data sets to run this test")
        return nil
    }
}
