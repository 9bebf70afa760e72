import Catalog
import DurableFiles
import Foundation
import LinearAlgebra
import Logging
import Pipeline
import Testing

import TestSupport

/// A run whose Nth call to the file system fails, for every N: whatever failed, the published bundle serves, no half bundle
/// is to be seen, and the next run ends with the bytes of an undisturbed one.
@Suite struct FaultSweepTests {
    /// The files the second promise of the design names.
    private static let promised = [
        "model.safetensors", "users.csv", "items.csv", "recommendations.csv", "golden.json",
    ]

    @Test(arguments: [
        FailingCalls.Failure.error(EIO), .error(ENOSPC), .error(EINTR), .shortWrite, .kill,
    ])
    func everyCallMayFail(failure: FailingCalls.Failure) throws {
        let shop = try SweptShop()
        let champion = try shop.run(seed: 1, in: "template", FileSystem())
        #expect(champion.exitCode == .done)
        let undisturbed = try shop.run(seed: 2, in: "undisturbed", FileSystem())
        let expected = try shop.promisedBytes(of: undisturbed, Self.promised)
        var position = 1
        while true {
            let workspace = try shop.copy(of: "template")
            let calls = FailingCalls(failure, at: position)
            let result = try? shop.run(seed: 2, in: workspace, FileSystem(calls: calls))
            let isUntouched = !calls.hasFailed
            try shop.checkBundles(in: workspace, "\(failure) at call \(position)")
            let mustSucceed = isUntouched || failure == .shortWrite
            if mustSucceed { #expect(result?.exitCode == .done, "\(failure) at call \(position)") }
            let next = try shop.run(seed: 2, in: workspace, FileSystem())
            #expect(next.exitCode == .done, "after \(failure) at call \(position): \(next.error ?? "")")
            #expect(
                try shop.promisedBytes(of: next, Self.promised) == expected, "after \(failure) at call \(position)")
            try FileSystem().removeDirectory(shop.path(workspace))
            if isUntouched { break }
            position += 1
        }
        #expect(position > 100, "a run makes more calls than that")
    }
}
