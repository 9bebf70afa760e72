import Foundation
import Pipeline
import Synchronization

/// A bar on a terminal with a rate and the remaining time; it vanishes when its work is done.
final class ProgressBar: ProgressSink {
    private struct State {
        var label = ""
        var started = ContinuousClock.now
        var drawn = ContinuousClock.now
        var isVisible = false
    }

    private let state = Mutex(State())
    private let usesColour: Bool

    init(usesColour: Bool) {
        self.usesColour = usesColour
    }

    func update(_ label: String, completed: Int, total: Int, unit: String) {
        state.withLock { state in
            let now = ContinuousClock.now
            if state.label != label {
                state.label = label
                state.started = now
                state.drawn = now
            }
            if completed >= total {
                if state.isVisible { StandardError.write("\r\u{1B}[2K") }
                state.isVisible = false
                state.label = ""
            } else if now - state.drawn > .milliseconds(100) {
                state.drawn = now
                state.isVisible = true
                StandardError.write("\r\u{1B}[2K" + line(label, completed, total, unit, elapsed: now - state.started))
            }
        }
    }

    private func line(_ label: String, _ completed: Int, _ total: Int, _ unit: String, elapsed: Duration) -> String {
        let share = Double(completed) / Double(max(total, 1))
        let filled = Int(share * 24)
        let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: 24 - filled)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        let rate = seconds > 0 ? Double(completed) / seconds : 0
        let remaining = rate > 0 ? Double(total - completed) / rate : 0
        let shownBar = usesColour ? "\u{1B}[36m\(bar)\u{1B}[0m" : bar
        return "\(label) \(shownBar) \(completed)/\(total) \(unit), \(Self.text(rate)) \(unit)/s, "
            + "\(Numbers.duration(seconds: remaining)) left"
    }

    /// Per second, one decimal with a unit prefix: `1.2 M`.
    private static func text(_ rate: Double) -> String {
        switch rate {
        case 1e6...: Numbers.fixed(rate / 1e6, places: 1) + " M"
        case 1e3...: Numbers.fixed(rate / 1e3, places: 1) + " k"
        default: Numbers.fixed(rate, places: 1)
        }
    }
}
