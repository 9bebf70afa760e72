import Pipeline

/// What became of one entry of a nightly file.
struct NightlyOutcome {
    enum Ending {
        /// It ran and ended with a code; `result` is what it printed, where it came that far.
        case ran(ExitStatus, result: JSON?)
        /// A signal that it could not answer to ended it: the machine did, most often for want of memory.
        case killed(signal: Int32)
        /// It was not started: a run it waits for did not end well, or the night was interrupted.
        case skipped(because: String)
    }

    let entry: NightlyEntry
    let ending: Ending
    let seconds: Double

    /// Nil for an entry that was not started.
    var exitStatus: ExitStatus? {
        switch ending {
        case .ran(let status, _): status
        case .killed: .inputOutput
        case .skipped: nil
        }
    }

    var json: JSON {
        let common: [JSON.Member] = [
            .init("pipeline", .string(entry.pipeline)), .init("config", .string(entry.configPath)),
            .init("seconds", .double(seconds)),
        ]
        let code = JSON.Member("exit_status", exitStatus.map { .integer(Int($0.rawValue)) } ?? .null)
        return .object(common + [code] + details)
    }
}

extension NightlyOutcome {
    private var details: [JSON.Member] {
        switch ending {
        case .ran(_, let result): [.init("result", result ?? .null)]
        case .killed(let signal): [.init("result", .null), .init("signal", .integer(Int(signal)))]
        case .skipped(let reason): [.init("result", .null), .init("skipped", .string(reason))]
        }
    }

    /// What became of it, in words: ``failed, exit code 65``.
    fileprivate var text: String {
        switch ending {
        case .ran(.done, _): "done"
        case .ran(let status, let result):
            (result?["status"]?.stringValue).map { "\($0), exit code \(status.rawValue)" }
                ?? "exit code \(status.rawValue)"
        case .killed(let signal): "killed by signal \(signal)"
        case .skipped(let reason): "not started: \(reason)"
        }
    }
}

/// What became of all entries.
struct NightlyResult {
    let name: String
    let outcomes: [NightlyOutcome]
    /// The exit status a signal asked for; nil while there was none.
    let interruption: ExitStatus?

    var exitStatus: ExitStatus { .combined(outcomes.compactMap(\.exitStatus) + (interruption.map { [$0] } ?? [])) }

    var json: JSON {
        [
            "name": .string(name), "exit_status": .integer(Int(exitStatus.rawValue)),
            "runs": .array(outcomes.map(\.json)),
        ]
    }

    /// A line for each entry.
    var text: String {
        var table = TextTable(header: ["pipeline", "config", "ended", "seconds", "selected", "run"], rightAligned: [3])
        for outcome in outcomes {
            table.add([
                outcome.entry.pipeline, outcome.entry.configPath, outcome.text,
                outcome.exitStatus == nil ? "" : Numbers.fixed(outcome.seconds, places: 1),
                outcome.result("selected"), outcome.result("run"),
            ])
        }
        return table.text
    }
}

extension NightlyOutcome {
    /// A text of the object that the run printed; empty where there is none.
    fileprivate func result(_ key: String) -> String {
        guard case .ran(_, let result) = ending else { return "" }
        return result?[key]?.stringValue ?? ""
    }
}
