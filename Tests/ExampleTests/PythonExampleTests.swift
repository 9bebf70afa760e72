import ExportStage
import Foundation
import TestSupport
import Testing

/// Runs the example in the virtual environment that `make setup` makes, with the packages as PyPI has them.
@Suite(.enabled(if: PythonExample.isInstalled, "\(PythonExample.interpreter) is absent; `make setup` makes it"))
struct PythonExampleTests {
    private func bundle(_ shop: StatedShop, excludeSeen: Bool = true) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try shop.export(BundleExporter.read("{}"), to: directory.path, excludeSeen: excludeSeen)
        return directory
    }

    @Test(
        "it reproduces the golden answers of every kind of model", arguments: StatedShop.Parts.allCases, [true, false])
    func golden(_ parts: StatedShop.Parts, excludeSeen: Bool) throws {
        let directory = try bundle(.random(parts, users: 60, items: 200), excludeSeen: excludeSeen)
        let result = try PythonExample.run([directory.path])
        #expect(result.code == 0 && result.output == "25 golden answers reproduced\n", "\(result)")
    }

    @Test("it recommends to a known user what the scores say, ids and all")
    func knownUser() throws {
        let directory = try bundle(.hostileIDs)
        // Scores of Ünïcode: 0, 3, 2.
        let result = try PythonExample.run([directory.path, "Ünïcode", "--k", "2"])
        #expect(result.output == "2 golden answers reproduced\n1\tback\rreturn\t3\n2\tplain\t2\n", "\(result)")
        let seen = try PythonExample.run([directory.path, "comma, quote \" and\nline"])
        #expect(seen.output == "2 golden answers reproduced\n1\tplain\t2\n2\tback\rreturn\t-1\n", "\(seen)")
    }

    @Test("it gives an unknown user the popular items and says so")
    func unknownUser() throws {
        let directory = try bundle(.hostileIDs)
        let result = try PythonExample.run([directory.path, "nobody", "--k", "1"])
        let expected = "nobody is unknown to the model: these are the popular items\n1\t\\back\tslash\t2\n"
        #expect(result.output == "2 golden answers reproduced\n" + expected, "\(result)")
    }

    @Test("it notices an answer that the tensors do not give")
    func wrongAnswer() throws {
        let directory = try bundle(.hostileIDs)
        try directory.replace("-1", with: "-1.01", in: "golden.json")
        let result = try PythonExample.run([directory.path])
        #expect(result.code != 0 && result.output.contains("AssertionError"), "\(result)")
    }

    @Test("it is at most 40 lines long")
    func length() throws {
        let text = try String(contentsOfFile: PythonExample.script, encoding: .utf8)
        #expect(
            text.split(separator: "\n", omittingEmptySubsequences: false).count <= 41, "the last line ends in a break")
    }
}

enum PythonExample {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let script = root + "/Examples/python/recommend.py"
    static let interpreter = root + "/.build/python/bin/python"

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: interpreter) }

    static func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = [script] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONIOENCODING": "utf-8"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
