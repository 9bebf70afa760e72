import ArgumentParser
import Pipeline

/// How much a run may take, for `run`.
struct LimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Stops a run that takes longer, with code 69; what was finished is stored, and the next run goes on from there.",
            valueName: "seconds"))
    var maxSeconds: Double?
    @Option(
        help: ArgumentHelp(
            "Stops a run that holds more memory, or keeps it from beginning where earlier runs held more; code 69. 500MB, 2GiB.",
            valueName: "size"))
    var maxMemory: ByteCount?

    func validate() throws {
        try StatedTime.someSeconds.check(maxSeconds, of: "--max-seconds")
        if let maxMemory, maxMemory.bytes == 0 {
            throw ValidationError("--max-memory 0: expected a size above 0, such as 2GiB")
        }
    }

    var limits: RunLimits { RunLimits(maximumSeconds: maxSeconds, maximumMemory: maxMemory) }

    /// As `run` takes them.
    var flags: [String] {
        (maxSeconds.map { ["--max-seconds=\($0)"] } ?? []) + (maxMemory.map { ["--max-memory=\($0.bytes)"] } ?? [])
    }
}
