/// What a row of the suite measures.
package struct RowDescription: Sendable, Equatable {
    /// Which way a figure improves.
    package enum Better: String, Sendable {
        case lower, higher
    }

    /// What `ONLY` and baselines know it by: `als-cg-64`.
    package let name: String
    /// What one sample is, in a line.
    package let title: String
    /// `s/iteration`, `users/s`, `MB` …
    package let unit: String
    package let better: Better

    package init(name: String, title: String, unit: String, better: Better = .lower) {
        self.name = name
        self.title = title
        self.unit = unit
        self.better = better
    }

    /// How many times better `figure` is than `other`: 2 is twice as fast, or half the memory.
    package func advantage(of figure: Double, over other: Double) -> Double {
        better == .lower ? other / figure : figure / other
    }
}

/// Samples of one row from one side: ours, or a peer's.
package struct Observation: Sendable, Equatable {
    package var samples: [Double]
    /// What else is worth knowing, by name: `rmse`, `iterations`. The last round's.
    package var facts: [String: Double]

    package init(samples: [Double] = [], facts: [String: Double] = [:]) {
        self.samples = samples
        self.facts = facts
    }

    package var summary: SampleSummary? { SampleSummary(samples) }

    /// Adds a later round.
    package mutating func add(_ other: Observation) {
        samples += other.samples
        facts.merge(other.facts) { _, new in new }
    }
}

/// A row with its figures.
package struct BenchmarkRow: Sendable, Equatable {
    package let description: RowDescription
    package var ours: Observation
    /// What the peer is (`implicit 0.7.3`) and what it took; nil where none was run.
    package var peer: (name: String, observation: Observation)?
    /// The share of the processors' time that other programs took meanwhile; nil where it isn't known.
    package var othersShare: Double?

    /// Others' share from which on a figure shouldn't be trusted.
    package static let disturbingShare = 0.05

    package init(
        _ description: RowDescription, ours: Observation, peer: (name: String, observation: Observation)? = nil
    ) {
        self.description = description
        self.ours = ours
        self.peer = peer
    }

    /// Whether so much else ran meanwhile that the figures mean little.
    package var isDisturbed: Bool { othersShare.map { $0 > Self.disturbingShare } ?? false }

    /// How many times better our median is than the peer's.
    package var ratio: Double? {
        guard let ours = ours.summary, let peer = peer?.observation.summary else { return nil }
        return description.advantage(of: ours.median, over: peer.median)
    }

    package static func == (left: BenchmarkRow, right: BenchmarkRow) -> Bool {
        left.description == right.description && left.ours == right.ours && left.peer?.name == right.peer?.name
            && left.peer?.observation == right.peer?.observation && left.othersShare == right.othersShare
    }
}
