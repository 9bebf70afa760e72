/// How many trials are trained for how long: successive halving over iterations, or all of them to the end.
///
/// All trials do r₀ iterations; the best 1/η of them go on to η·r₀, the best 1/η of those to η²·r₀, until the candidate's own
/// number of iterations is reached (Jamieson, Talwalkar: "Non-stochastic Best Arm Identification and Hyperparameter
/// Optimization", 2016, algorithm 1; Li et al.: "Hyperband", 2018). Who goes on continues from where it was.
public struct HalvingSchedule: Sendable, Equatable {
    public struct Rung: Sendable, Equatable {
        /// Iterations done at its end, those of earlier rungs included; nil for a model that isn't trained in iterations.
        public let iterations: Int?
        /// Trials that take part, unless more have failed before.
        public let trialCount: Int

        public init(iterations: Int?, trialCount: Int) {
            self.iterations = iterations
            self.trialCount = trialCount
        }
    }

    public let rungs: [Rung]

    /// All trials are trained to the end.
    public init(trialCount: Int, iterations: Int?) {
        rungs = [Rung(iterations: iterations, trialCount: trialCount)]
    }

    /// - Precondition: a minimum and a factor as halving needs them.
    public init(trialCount: Int, iterations: Int, minimumIterations: Int, factor: Int) {
        precondition(minimumIterations >= 1 && factor >= 2, "halving starts at an iteration and divides")
        var rungs: [Rung] = []
        var (reached, remaining) = (min(minimumIterations, iterations), trialCount)
        while reached < iterations, remaining > 1 {
            rungs.append(Rung(iterations: reached, trialCount: remaining))
            let (next, overflow) = reached.multipliedReportingOverflow(by: factor)
            reached = overflow ? iterations : min(next, iterations)
            remaining = max(remaining / factor, 1)
        }
        // One that is left alone has nobody to be compared with before its end.
        rungs.append(Rung(iterations: iterations, trialCount: remaining))
        self.rungs = rungs
    }

    /// Iterations of all trials together, if none fails or stops early; nil for a model that isn't trained in iterations.
    public var totalIterations: Int? {
        var (total, before) = (0, 0)
        for rung in rungs {
            guard let iterations = rung.iterations else { return nil }
            total += (iterations - before) * rung.trialCount
            before = iterations
        }
        return total
    }
}
