import Benchmarking

extension BenchmarkRecord {
    /// A record of rows measured in seconds.
    static func making(
        _ rows: [BenchmarkRow], processor: String = "a processor", threads: Int = 2, data: [String: Int] = [:]
    ) -> BenchmarkRecord {
        BenchmarkRecord(
            date: "2026-01-02T03:04:05Z", commit: "0123abc",
            machine: MachineDescription(
                processor: processor, cores: 2, memoryBytes: 8 << 30, system: "a system", blasCore: "Haswell",
                blas: "OpenBLAS"), threads: threads, data: data, rows: rows)
    }
}

extension BenchmarkRow {
    static func seconds(_ name: String, _ samples: [Double], facts: [String: Double] = [:]) -> BenchmarkRow {
        BenchmarkRow(
            RowDescription(name: name, title: "seconds of \(name)", unit: "s"),
            ours: Observation(samples: samples, facts: facts))
    }

    static func rate(_ name: String, _ samples: [Double]) -> BenchmarkRow {
        BenchmarkRow(
            RowDescription(name: name, title: "rate of \(name)", unit: "users/s", better: .higher),
            ours: Observation(samples: samples))
    }
}
