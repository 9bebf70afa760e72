import Modelling

/// A metric that pipelines can name: `ndcg@10` is the component `ndcg` with the cutoff 10.
public protocol MetricComponent: Metric {
    /// The name before the `@`.
    static var name: String { get }
    /// Its definition in one sentence, printed in reports.
    static var definition: String { get }
    /// Raised when the same name comes to mean something else, so that stored scores are not reused.
    static var version: Int { get }
    /// Whether a name needs `@k`.
    static var takesCutoff: Bool { get }
    /// - Parameter cutoff: present exactly where `takesCutoff`.
    init(cutoff: Int?)
}

extension MetricComponent {
    public static var version: Int { 1 }
}
