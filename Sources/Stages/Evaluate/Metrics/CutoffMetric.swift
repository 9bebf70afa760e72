import Modelling
import Pipeline

/// A metric of the top `k` of each user's ranking, spelled `name@k`.
public protocol CutoffMetric: MetricComponent {
    /// The `k`.
    var depth: Int { get }
    init(depth: Int)
    static func measure(depth: Int) -> MetricMeasure
}

extension CutoffMetric {
    public static var takesCutoff: Bool { true }
    public var label: String { "\(Self.name)@\(depth)" }
    public var higherIsBetter: Bool { true }
    public var measure: MetricMeasure { Self.measure(depth: depth) }

    public init(cutoff: Int?) {
        guard let cutoff, cutoff > 0 else { preconditionFailure("\(Self.name) needs a cutoff of at least 1") }
        self.init(depth: cutoff)
    }
}
