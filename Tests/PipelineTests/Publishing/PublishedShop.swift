import DurableFiles
import Foundation
import Pipeline
import TestSupport

/// Runs of `recommend` on `shop` with bundles of a manifest alone, to be published.
struct PublishedShop {
    let directory: TemporaryDirectory

    init(_ runs: String...) throws {
        directory = try TemporaryDirectory()
        for run in runs { try add(run) }
    }

    var workspace: Workspace { Workspace(path: directory.path, files: FileSystem()) }
    var models: String { directory.file("models/shop/recommend") }
    var publication: Publication { workspace.publication(config: "shop", pipeline: "recommend") }

    var history: PublishingHistory {
        get throws { try PublishingHistory(of: workspace, config: "shop", pipeline: "recommend") }
    }

    func publisher(_ files: FileSystem = FileSystem()) -> Publisher {
        Publisher(
            Workspace(path: directory.path, files: files), config: "shop", pipeline: "recommend",
            reporter: FakeReporter())
    }

    func rollback() -> Rollback {
        Rollback(workspace, config: "shop", pipeline: "recommend", reporter: FakeReporter())
    }

    /// - Returns: the run that is published now.
    func rollBack(to run: String? = nil) throws -> String {
        try rollback().perform(to: run.map { directory.file("runs/\($0)") }, reason: nil) { _ in [] }
    }

    func add(_ run: String) throws {
        try WrittenRun(id: run).write(into: directory.path)
        try FileSystem().createDirectory("\(models)/\(run)")
        try write("{}", to: "models/shop/recommend/\(run)/manifest.json")
    }

    /// A run that its gate refused, and its page.
    func addRefused(_ run: String) throws {
        try add(run)
        try write(Self.refusal(of: run).json.text(), to: "runs/\(run)/gate.json")
        try write("refused", to: "runs/\(run)/report.html")
    }

    static func refusal(of run: String) -> GateVerdict {
        GateVerdict(
            run: run, champion: "a",
            conditions: [.init(name: "minimum", settings: [:], outcome: .init(.failed, "too low"))])
    }

    func link(to target: String) throws {
        try FileSystem().pointLink("\(models)/current", to: target)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: directory.file(name))
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.file(name)))
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: directory.file(name), encoding: .utf8)
    }
}
