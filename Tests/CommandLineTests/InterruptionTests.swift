import Foundation
import Pipeline
import Testing

/// Runs that are stopped leave nothing half-written, and the next run ends with the same bytes.
@Suite struct InterruptionTests {
    private static let longTraining = [
        "--set", "train.candidates.als.iterations=10000", "--set", "train.candidates.als.factors=256",
        "--set", "train.candidates.als.solver=cholesky",
    ]

    /// Starts a run that trains for long, sends a signal once its features are stored, and waits for the end.
    private func interrupt(_ shop: TinyShop, with signal: Int32) throws -> Mercer.Ending {
        let run = try shop.start(Self.longTraining)
        run.wait { hasFeatures(shop) }
        run.signal(signal)
        return run.ending()
    }

    /// The features' results are stored while the training begins.
    private func hasFeatures(_ shop: TinyShop) -> Bool {
        shop.cached().filter { $0.hasPrefix("features-") }.count == 2
    }

    /// To ignore a signal for a moment is to ignore it for good, if the handler comes first. That of a closed pipe is ignored.
    @Test func aRunIgnoresNoSignalThatStopsIt() throws {
        let shop = try TinyShop()
        for round in 0..<8 {
            let run = try shop.start(Self.longTraining, workspace: "work\(round)")
            run.wait { run.errors.contains("it takes") }
            let status = try String(contentsOfFile: "/proc/\(run.process.processIdentifier)/status", encoding: .utf8)
            run.signal(SIGKILL)
            _ = run.ending()
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") })
            let ignored = try #require(line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) })
            #expect(ignored & (1 << UInt64(SIGINT - 1) | 1 << UInt64(SIGTERM - 1)) == 0)
            #expect(ignored & 1 << UInt64(SIGPIPE - 1) != 0)
        }
    }

    /// A webhook that keeps silent is given up: without that, it would be waited for six times, a minute each.
    @Test func aSignalEndsTheTellingOfARun() throws {
        let silent = try SilentServer()
        let shop = try TinyShop()
        let webhook = #""webhook": { "url": "\#(silent.url)", "timeout_seconds": 60, "retries": 5 }"#
        try shop.workdir.write(
            TinyShop.config.replacing(
                #""name": "tiny","#,
                with: #""name": "tiny", "on_failure": ["sh", "-c", "echo the webhook is next"], \#(webhook),"#),
            to: "config.json")
        let run = try shop.start(["--set", "config.datasets.events.path=nowhere.csv"])
        run.wait { run.errors.contains("the webhook is next") }
        run.signal(SIGTERM)
        let ending = withExtendedLifetime(silent) { run.ending() }
        #expect(!ending.wasSignalled && ending.code == 66, "the run had failed before")
        #expect(ending.errors.contains("webhook: the program was asked to stop before"), "\(ending.errors)")
    }

    @Test func aSignalEndsTheWaitForAnotherRun() throws {
        let shop = try TinyShop()
        let holder = try shop.start(Self.longTraining)
        holder.wait { holder.errors.contains("it takes") }
        let waiting = try shop.start(Self.longTraining + ["--wait", "600"])
        waiting.wait { waiting.errors.contains("waiting for another run") }
        waiting.signal(SIGTERM)
        let ending = waiting.ending()
        #expect(!ending.wasSignalled && ending.code == 143, "\(ending.errors)")
        holder.signal(SIGKILL)
        _ = holder.ending()
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func aSignalEndsTheRunWithItsCodeAndARecord(signal: Int32, code: Int32) throws {
        let shop = try TinyShop()
        let ending = try interrupt(shop, with: signal)
        #expect(!ending.wasSignalled && ending.code == code, "\(ending.errors)")
        let run = try #require(
            try FileManager.default.contentsOfDirectory(atPath: shop.workdir.path("work/runs")).first)
        let record = try shop.workdir.json("work/runs/\(run)/run.json")
        #expect(record["status"] == "interrupted")
        #expect(record["exit_status"]?.integerValue == Int(code))
        let next = try shop.run()
        #expect(next.code == 0, "\(next.errors)")
        #expect(try shop.statuses(of: next)["features"] == "cached", "what was finished is not made again")
    }

    @Test func aKilledRunIsContinuedToTheSameBytes() throws {
        let shop = try TinyShop()
        let undisturbed = try shop.run(workspace: "undisturbed")
        #expect(try interrupt(shop, with: SIGKILL).wasSignalled)
        #expect(!FileManager.default.fileExists(atPath: shop.workdir.path("work/models/tiny/tiny/current")))
        let next = try shop.run()
        #expect(next.code == 0, "\(next.errors)")
        #expect(try shop.model(of: next) == shop.model(of: undisturbed))
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: shop.workdir.path("work/cache"))
        #expect(!leftovers.contains { $0.hasSuffix(".partial") })
    }

    /// The second signal doesn't wait for a safe point, and leaves nothing that the next run can't go on with.
    @Test func aSecondSignalEndsTheRunAtOnce() throws {
        let shop = try TinyShop(users: 1_000, items: 200, events: 20_000)
        let undisturbed = try shop.run(workspace: "undisturbed")
        var ending = try interruptTwice(shop)
        // A machine that is busy may keep the second signal until the iteration is over: then the run says that it was interrupted.
        for _ in 0..<9 where ending.json["status"] == "interrupted" { ending = try interruptTwice(shop) }
        #expect([130, 143].contains(ending.code), "\(ending.errors)")
        #expect(ending.output.split(separator: "\n").count == 1, "\(ending.output)")
        #expect(ending.json["status"] == "killed" && ending.json["error"]?.stringValue?.contains("second") == true)
        #expect(
            ending.json.members?.map(\.name) == ["run", "status", "selected", "metrics", "report", "bundle", "error"])
        #expect(try shop.record(of: ending)["status"] == "running", "it had no time to say more")
        let next = try shop.run()
        #expect(next.code == 0, "\(next.errors)")
        #expect(try shop.statuses(of: next)["features"] == "cached")
        #expect(try shop.model(of: next) == shop.model(of: undisturbed))
    }

    /// Sends two signals at once to a run within an iteration that takes seconds: it is stopped until both wait for it.
    private func interruptTwice(_ shop: TinyShop) throws -> Mercer.Ending {
        let run = try shop.start([
            "--threads", "1", "--from", "train", "--set", "train.checkpoint={\"every_iterations\":1}",
            "--set", "train.candidates.als.iterations=10000", "--set", "train.candidates.als.factors=512",
            "--set", "train.candidates.als.solver=cholesky",
        ])
        run.wait { run.errors.contains("it takes") && hasFeatures(shop) }
        usleep(500_000)
        for signal in [SIGSTOP, SIGINT, SIGTERM, SIGCONT] { run.signal(signal) }
        return run.ending()
    }

    /// A pipe that takes no byte more.
    private func fullPipe() throws -> Pipe {
        let pipe = Pipe()
        var end = pollfd(fd: pipe.fileHandleForWriting.fileDescriptor, events: Int16(POLLOUT), revents: 0)
        while poll(&end, 1, 0) > 0 { try pipe.fileHandleForWriting.write(contentsOf: Data(count: 4_096)) }
        return pipe
    }

    /// Nobody reads what it prints, and it ends all the same: while it works, and when it is done and waits for a reader.
    @Test(arguments: [10_000, 2])
    func aSecondSignalEndsARunThatNobodyListensTo(iterations: Int) throws {
        let shop = try TinyShop()
        let output = try fullPipe()
        let run = try shop.start(
            ["--threads", "1", "--set", "train.candidates.als.iterations=\(iterations)"], output: output)
        run.wait { shop.cached().contains { $0.hasPrefix(iterations > 2 ? "features-" : "export-") } }
        if iterations <= 2 { run.wait { run.errors.contains("published") } }
        run.signal(SIGTERM)
        run.wait { run.errors.contains("once more to stop at once") }
        run.signal(SIGTERM)
        // Nobody reads the pipe, but it has a reader: without one, writing would fail instead of wait.
        let ending = withExtendedLifetime(output) { run.ending() }
        #expect(!ending.wasSignalled && ending.code == 143, "\(ending.errors)")
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func aSignalEndsAnExport(signal: Int32, code: Int32) throws {
        let shop = try TinyShop(users: 5_000, items: 400, events: 40_000)
        let formats = ["csv", "jsonl"].map { #"{"format":"recommendations","as":"\#($0)","k":400}"# }
        let long = [
            "--threads", "1", "--set", "export.formats=[{\"format\":\"bundle\"},\(formats.joined(separator: ","))]",
        ]
        let undisturbed = try shop.run(long, workspace: "undisturbed")
        #expect(undisturbed.code == 0, "\(undisturbed.errors)")
        let run = try shop.start(long)
        let cache = shop.workdir.path("work/cache")
        run.wait {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []
            return names.contains { $0.hasPrefix(".export-") }
        }
        run.signal(signal)
        let ending = run.ending()
        #expect(ending.code == code, "\(ending.errors)")
        #expect(try shop.record(of: ending)["status"] == "interrupted")
        #expect(!FileManager.default.fileExists(atPath: shop.workdir.path("work/models/tiny/tiny/current")))
        let next = try shop.run(long)
        #expect(next.code == 0, "\(next.errors)")
        let statuses = try shop.statuses(of: next)
        #expect(statuses["evaluate"] == "cached" && statuses["train"] == "cached" && statuses["export"] == "ran")
        for file in ["model.safetensors", "golden.json", "recommendations.jsonl"] {
            #expect(try shop.file(file, of: next) == shop.file(file, of: undisturbed), "\(file)")
        }
    }
}
