import DurableFiles
import Pipeline

/// Writes the model that ships and the tables a pipeline lists, each in its formats.
public struct ExportStage: Exporting {
    public let refit: Bool
    public let formats: [Configured<any Exporter>]
    private let site: SettingsSite

    public init(from settings: SettingsReader) {
        refit = settings.value(
            "refit", default: false,
            "Trains the winner again on all rows, for the iterations it was chosen with, before it ships.")
        formats = settings.objects("formats", "What is written, one after the other.", minimumCount: 1) { format in
            format.component("format", from: format.catalog.exporters, "What to write.")
        }.compactMap(\.self)
        site = settings.site
    }

    public func check(_ chain: ExportCheck) {
        for format in formats { format.component.check(chain, at: format.site) }
        checkFileNames()
        if refit, !chain.hasModel {
            site["refit"].report("there is no model to refit", hint: "add a train stage, or leave `refit` out")
        }
    }

    /// Two formats that write the same file would overwrite each other.
    private func checkFileNames() {
        for (position, format) in formats.enumerated() {
            let names = format.component.fileNames
            for earlier in formats[..<position] {
                let shared = names.filter(earlier.component.fileNames.contains)
                guard !shared.isEmpty else { continue }
                format.site.report(
                    "the format at \(earlier.site.origin) also writes \(shared.joined(separator: ", "))",
                    hint: "leave one of the two out")
            }
        }
    }

    public func run(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile] {
        var files: [WrittenFile] = []
        for format in formats {
            try context.checkCancellation()
            let started = ContinuousClock.now
            let written = try format.component.write(input, in: context)
            context.log.info(
                "exported \(format.name)",
                metadata: [
                    "seconds": "\((ContinuousClock.now - started) / .seconds(1))", "files": "\(written.count)",
                    "bytes": "\(written.reduce(0) { $0 + $1.size })",
                ])
            files += written
        }
        return files
    }
}
