import DurableFiles
import Logging
import Pipeline

/// Writes what monitoring wants to know of every run that has ended, interrupted ones too. A run that did not start leaves
/// the file as it is.
public struct MetricsObserver: RunObserver {
    private let file: MetricsFile
    private let log: Logger

    /// - Parameter path: ends in `.prom`, or node-exporter would not read it.
    public init(path: String, files: FileSystem, log: Logger) {
        file = MetricsFile(path: path, files: files)
        self.log = log
    }

    public func runEnded(_ run: EndedRun) {
        do {
            try file.replaceSeries(of: RunSamples(run)) { found in
                log.warning(
                    "\(file.path) can't be read (\(found)); it is written anew, without what it said of other runs and of the last success"
                )
            }
        } catch {
            log.warning("the metrics of the run can't be written: \(error)")
        }
    }
}
