import Foundation
import Observers
import TestSupport
import Testing

/// Repositories laid out as gitrepository-layout(5) describes them.
@Suite struct GitCommitTests {
    private static let first = String(repeating: "1a", count: 20)
    private static let second = String(repeating: "2b", count: 20)

    private func repository(_ files: [String: String]) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        for (name, text) in files {
            let folder = URL(fileURLWithPath: directory.file(name)).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try directory.write(text, to: name)
        }
        return directory
    }

    @Test func followsTheBranch() throws {
        let repository = try repository([
            ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "\(Self.first)\n",
            "Pipelines/nested/p.json": "{}",
        ])
        #expect(GitCommit.checkedOut(at: repository.path) == Self.first)
        #expect(GitCommit.checkedOut(at: repository.file("Pipelines/nested")) == Self.first)
    }

    @Test func readsPackedReferences() throws {
        let packed = "# pack-refs with: peeled\n\(Self.second) refs/heads/other\n\(Self.first) refs/heads/main\n"
        let repository = try repository([".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": packed])
        #expect(GitCommit.checkedOut(at: repository.path) == Self.first)
    }

    @Test func readsADetachedHead() throws {
        let repository = try repository([".git/HEAD": "\(Self.second)\n"])
        #expect(GitCommit.checkedOut(at: repository.path) == Self.second)
    }

    @Test func findsTheRepositoryOfAFurtherWorkTree() throws {
        let repository = try repository([
            "main/.git/HEAD": "ref: refs/heads/main\n", "main/.git/refs/heads/main": "\(Self.first)\n",
            "main/.git/refs/heads/side": "\(Self.second)\n", "main/.git/worktrees/side/HEAD": "ref: refs/heads/side\n",
            "main/.git/worktrees/side/commondir": "../..\n", "side/.git": "gitdir: ../main/.git/worktrees/side\n",
        ])
        #expect(GitCommit.checkedOut(at: repository.file("side")) == Self.second)
    }

    @Test(arguments: [
        [".git/HEAD": "ref: refs/heads/main\n"],
        [".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "no digest\n"], [".git/config": ""],
    ])
    func saysNothingWithoutACommit(files: [String: String]) throws {
        #expect(GitCommit.checkedOut(at: try repository(files).path) == nil)
    }
}
