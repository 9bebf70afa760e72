import Benchmarking
import Foundation
import LinearAlgebra

/// Runs the peers' scripts.
struct PeerRunner: Sendable {
    /// A Python with the packages of `peers/requirements.txt`.
    let python: String
    /// Where the scripts lie.
    let folder: String

    /// What a row runs beside it.
    struct Script: Sendable {
        /// `als.py`
        let name: String
        let arguments: [String]

        init(_ name: String, _ arguments: [String] = []) {
            self.name = name
            self.arguments = arguments
        }
    }

    /// - Throws: `BenchmarkError` where the script fails or its answer can't be read.
    func run(_ script: Script, data: String, threads: Int) throws -> (answer: PeerAnswer, process: ChildProcess) {
        // The peers' own threads call BLAS; threads inside it would slow them down.
        var environment: [String: String?] = ["OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "\(threads)"]
        // Where this process restarted itself with a core for the system's OpenBLAS, the peers' own chooses for itself.
        if ProcessInfo.processInfo.environment[BLASRuntime.restartMarker] != nil {
            environment["OPENBLAS_CORETYPE"] = .some(nil)
        }
        let process = try ChildProcess(
            python, ["\(folder)/\(script.name)", data, "--threads", "\(threads)"] + script.arguments,
            environment: environment)
        try process.requireSuccess(script.name)
        return (try PeerAnswer(output: process.output, script: script.name), process)
    }
}
