import Pipeline

/// What ran on what: everything needed to run it again.
struct LineageSection: ReportSection {
    let id = "lineage"
    let title = "What ran on what"

    func content(for content: ReportContent) -> HTML? {
        HTML(.div) {
            HTML.facts(facts(of: content.run))
            if !content.run.inputs.isEmpty { inputs(of: content.run) }
            if !content.run.stages.isEmpty { stages(of: content.run) }
            HTML.details("The resolved pipeline", HTML(.pre) { HTML(text: content.run.pipeline.text(indented: true)) })
        }
    }

    private func facts(of run: RunRecord) -> [(name: HTML, value: HTML)] {
        var facts: [(name: HTML, value: HTML)] = [
            ("Pipeline", .name(run.pipelineName)), ("Config", .name(run.configName)), ("Run", .code(run.id)),
            ("Seed", .code(String(run.seed))),
            ("As of", asOf(of: run)),
            ("Started", .code(Instant.text(run.started))),
        ]
        if let ended = run.ended { facts.append(("Ended", .code(Instant.text(ended)))) }
        if let exitStatus = run.exitStatus { facts.append(("Exit status", .code(String(exitStatus)))) }
        if let peak = run.peakMemoryBytes { facts.append(("Peak memory", "\(Numbers.bytes(peak))")) }
        return facts + environment(run.environment, prefix: "")
    }

    private func asOf(of run: RunRecord) -> HTML {
        if let asOf = run.asOf { return .code(Instant.text(microseconds: asOf)) }
        return [.succeeded, .refused].contains(run.status) ? "the data has no times" : "not known"
    }

    /// The environment as the run recorded it, nested members under their path.
    private func environment(_ value: JSON, prefix: String) -> [(name: HTML, value: HTML)] {
        (value.members ?? []).flatMap { member -> [(name: HTML, value: HTML)] in
            let name = prefix.isEmpty ? member.name : "\(prefix) \(member.name)"
            if member.value.members != nil { return environment(member.value, prefix: name) }
            let isSize = member.name.hasSuffix("_bytes")
            let spelled = isSize ? member.value.integerValue.map { HTML(text: Numbers.bytes($0)) } : nil
            return [(HTML(text: Self.label(name)), spelled ?? .setting(member.value))]
        }
    }

    /// `BLAS core` of `blas_core`.
    static func label(_ name: String) -> String {
        let words = name.replacing("_bytes", with: "").split { $0 == "_" || $0 == " " }.enumerated()
        return words.map { index, word in
            if word == "blas" || word == "cpu" || word == "os" || word == "id" { return word.uppercased() }
            return index == 0 ? word.prefix(1).uppercased() + word.dropFirst() : String(word)
        }.joined(separator: " ")
    }

    private func inputs(of run: RunRecord) -> HTML {
        DataTable(
            id: "inputs",
            caption: "Inputs", note: "Found again by their content: where a file lies does not matter.",
            columns: [.text("File"), .text("Table"), .number("Size"), .text("SHA-256 of the content")],
            rows: run.inputs.map { input in
                let size = ["size", "bytes", "size_bytes"].lazy.compactMap { input[$0]?.integerValue }.first
                let digest = ["digest", "sha256", "content"].lazy.compactMap { input[$0]?.stringValue }.first
                return .init([
                    HTML(.code, .class("path")) { HTML(text: input["path"]?.stringValue ?? "unknown") },
                    .name(input["table"]?.stringValue ?? "–"),
                    HTML(text: size.map(Numbers.bytes) ?? "unknown"),
                    HTML(.code, .class("digest")) { HTML(text: digest ?? "unknown") },
                ])
            }
        ).html
    }

    private func stages(of run: RunRecord) -> HTML {
        DataTable(
            id: "stages", caption: "Stages",
            columns: [.text("Stage"), .text("Status"), .number("Time")],
            rows: run.stages.map { stage in
                let origin = stage.fromRun.map { run in HTML.below("from \(HTML.code(run))") } ?? .empty
                return .init([
                    HTML(text: stage.stage.rawValue), "\(stage.status.rawValue)\(origin)",
                    HTML(text: stage.status == .skipped ? "–" : Numbers.duration(seconds: stage.seconds)),
                ])
            }
        ).html
    }
}
