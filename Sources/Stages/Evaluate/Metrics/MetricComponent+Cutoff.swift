import Pipeline

extension MetricComponent {
    /// The cutoff of a metric that takes one.
    static func require(_ cutoff: Int?) -> Int {
        guard let cutoff, cutoff > 0 else { preconditionFailure("\(name) needs a cutoff of at least 1") }
        return cutoff
    }
}
