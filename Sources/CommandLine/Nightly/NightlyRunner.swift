import Foundation
import Pipeline

/// Runs the entries of a nightly file in their order, each in a process of its own: what ends one of them, be it the
/// machine's memory, leaves the others alone.
///
/// A failed entry keeps those that name it in `after` from starting, and no other.
struct NightlyRunner {
    let document: NightlyDocument
    /// Flags that hold for every run, as `run` takes them.
    let flags: [String]
    let interruption: Interruption

    func run() -> NightlyResult {
        var outcomes: [NightlyOutcome] = []
        for entry in document.runs {
            outcomes.append(run(entry, after: outcomes))
        }
        return NightlyResult(name: document.name, outcomes: outcomes, interruption: interruption.requested)
    }

    private func run(_ entry: NightlyEntry, after earlier: [NightlyOutcome]) -> NightlyOutcome {
        if interruption.requested != nil {
            return NightlyOutcome(entry: entry, ending: .skipped(because: "interrupted"), seconds: 0)
        }
        if let missing = earlier.first(where: { entry.after.contains($0.entry.pipeline) && !$0.endedWell }) {
            let reason = "\(missing.entry.pipeline) did not end well"
            StandardError.write("mercer: \(entry.pipeline) on \(entry.configPath) is not started: \(reason)\n")
            return NightlyOutcome(entry: entry, ending: .skipped(because: reason), seconds: 0)
        }
        StandardError.write("mercer: \(entry.pipeline) on \(entry.configPath)\n")
        let started = ContinuousClock.now
        let ending = ChildRun(entry: entry, flags: flags, interruption: interruption).ending()
        return NightlyOutcome(
            entry: entry, ending: ending, seconds: (ContinuousClock.now - started) / .seconds(1))
    }
}

extension NightlyOutcome {
    /// Whether what waits for this run may start.
    fileprivate var endedWell: Bool { exitStatus == .done }
}
