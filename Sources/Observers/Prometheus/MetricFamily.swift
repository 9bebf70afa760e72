/// A metric as Prometheus knows it: a name with its unit, what it tells, and the labels that tell its series apart.
struct MetricFamily: Sendable, Equatable {
    let name: String
    let help: String

    /// In the order a file has them. All are gauges: each states what the newest run found.
    static let all = [
        lastSuccess, lastRun, exitStatus, duration, peakMemory, published, gate, stageDuration, rows, dropped, metric,
    ]

    static let lastSuccess = MetricFamily(
        name: "mercer_last_success_timestamp_seconds",
        help: "When the newest run of the whole pipeline that ended with exit code 0 ended.")
    static let lastRun = MetricFamily(
        name: "mercer_last_run_timestamp_seconds", help: "When the newest run ended, well or not.")
    static let exitStatus = MetricFamily(
        name: "mercer_last_run_exit_status", help: "The exit code of the newest run: 0 done, 2 refused by the gate.")
    static let duration = MetricFamily(
        name: "mercer_last_run_duration_seconds", help: "Wall time of the newest run.")
    static let peakMemory = MetricFamily(
        name: "mercer_last_run_peak_memory_bytes", help: "The most memory the newest run's process held at once.")
    static let published = MetricFamily(
        name: "mercer_last_run_published", help: "Whether the newest run published its bundle: 1 or 0.")
    static let gate = MetricFamily(
        name: "mercer_last_run_gate",
        help: "What the gate decided about the newest run's winner: 1 for its decision, 0 for the others.")
    static let stageDuration = MetricFamily(
        name: "mercer_last_run_stage_duration_seconds",
        help: "Wall time of each stage of the newest run; 0 for a stage whose stored result was reused.")
    static let rows = MetricFamily(
        name: "mercer_last_run_rows", help: "Rows of each table after each stage of the newest run.")
    static let dropped = MetricFamily(
        name: "mercer_last_run_dropped_rows", help: "Rows that each stage of the newest run dropped, by reason.")
    static let metric = MetricFamily(
        name: "mercer_last_run_metric", help: "Metrics of the candidate that the newest run selected, on the test part."
    )
}

/// One value of a metric.
struct MetricSample: Sendable, Equatable {
    struct Label: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// The family's name.
    let name: String
    let labels: [Label]
    let value: Double

    /// The value of a label; nil without it.
    subscript(label: String) -> String? { labels.first { $0.name == label }?.value }
}
