import Catalog
import DurableFiles
import Foundation
import LinearAlgebra
import Logging
import Pipeline
import Testing

import TestSupport

/// A run whose Nth call to the file system fails, for every N: whatever failed, the published bundle serves, no half bundle
/// is to be seen, no run is said to have succeeded that was not published, and the next run ends with the bytes of an undisturbed
/// one, let pass by the gate and in the history.
@Suite struct FaultSweepTests {
    /// The files the second promise of the design names.
    private static let promised = [
        "model.safetensors", "users.csv", "items.csv", "recommendations.csv", "golden.json",
    ]

    @Test(arguments: [
        FailingCalls.Failure.error(EIO), .error(ENOSPC), .error(EINTR), .shortWrite, .kill, .fullDisk,
    ])
    func everyCallMayFail(failure: FailingCalls.Failure) throws {
        let shop = try SweptShop()
        let champion = try shop.run(iterations: 2, in: "template", FileSystem())
        #expect(champion.exitCode == .done)
        let compared = try shop.run(iterations: 3, in: shop.copy(of: "template"), FileSystem())
        let verdict = try #require(compared.record.gate)
        #expect(verdict.champion == champion.record.id && !verdict.isSameModel, "the gate has something to compare")
        let undisturbed = try shop.run(iterations: 3, in: "undisturbed", FileSystem())
        let expected = try shop.promisedBytes(of: undisturbed, Self.promised)
        var position = 1
        while true {
            let workspace = try shop.copy(of: "template")
            let calls = FailingCalls(failure, at: position)
            let result = try? shop.run(iterations: 3, in: workspace, FileSystem(calls: calls))
            let isUntouched = !calls.hasFailed
            try shop.checkBundles(in: workspace, "\(failure) at call \(position)")
            try shop.checkStates(in: workspace, "\(failure) at call \(position)")
            if let result, failure != .kill, let state = shop.state(of: result.record.id, in: workspace) {
                #expect((state == .succeeded) == (result.exitCode == .done), "\(failure) at call \(position)")
            }
            let mustSucceed = isUntouched || failure == .shortWrite
            if mustSucceed { #expect(result?.exitCode == .done, "\(failure) at call \(position)") }
            let next = try shop.run(iterations: 3, in: workspace, FileSystem())
            #expect(next.exitCode == .done, "after \(failure) at call \(position): \(next.error ?? "")")
            #expect(
                try shop.promisedBytes(of: next, Self.promised) == expected, "after \(failure) at call \(position)")
            try shop.checkHistory(in: workspace, published: next.record.id, "after \(failure) at call \(position)")
            try shop.checkStates(in: workspace, "after \(failure) at call \(position)")
            try FileSystem().removeDirectory(shop.path(workspace))
            if isUntouched { break }
            position += 1
        }
        #expect(position > 100, "a run makes more calls than that")
    }
}
