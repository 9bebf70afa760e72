import Pipeline

/// The head of the page: what ran, how it ended, who won by how much.
struct Headline {
    let content: ReportContent

    init(_ content: ReportContent) {
        self.content = content
    }

    var title: String {
        let site = content.run.configName.isEmpty ? "" : " on \(content.run.configName)"
        return (content.run.pipelineName.isEmpty ? "A pipeline" : content.run.pipelineName) + site
    }

    var html: HTML {
        HTML(.div) {
            HTML(.h1) { "\(HTML.name(title)) \(status)" }
            HTML.paragraph(when, class: "when")
            if let error = content.run.error { errorBox(error) }
            if let gate = content.gate { GateBox(verdict: gate).html }
            verdict
            HTML.facts(tiles, class: "tiles")
        }
    }

    private var status: HTML {
        let (sign, name): (String, String) =
            switch content.run.status {
            case .succeeded: ("✓", "good")
            case .running: ("…", "quiet")
            case .refused, .failed, .interrupted: ("✕", "bad")
            }
        return HTML(.span, .class("status \(name)")) {
            HTML(.span, .init("aria-hidden", "true")) { "\(sign) " }
            HTML(text: content.run.status.rawValue)
        }
    }

    private var when: HTML {
        let taken = content.seconds.map { ", took \(Numbers.duration(seconds: $0))" } ?? ""
        return "Run \(HTML.code(content.run.id)), started \(content.startedText)\(taken)."
    }

    private func errorBox(_ error: String) -> HTML {
        let exit = content.run.exitStatus.map { " with exit status \($0)" } ?? ""
        return HTML(.div, .class("error")) {
            HTML(.p) {
                HTML(.strong) { "The run ended\(exit)." }
            }
            HTML(.pre) { HTML(text: error) }
        }
    }

    @HTML.Builder private var verdict: HTML {
        if let standing = Standing(content) {
            let verdict = Verdict(standing)
            HTML.paragraph(HTML(text: verdict.outcome), class: "verdict")
            if let certainty = verdict.certainty { HTML.paragraph(HTML(text: certainty), class: "sure") }
        } else if content.run.error == nil {
            HTML.paragraph("This run did not evaluate any candidate.", class: "verdict")
        }
    }

    private var tiles: [(name: HTML, value: HTML)] {
        var tiles: [(name: HTML, value: HTML)] = []
        if let standing = Standing(content) {
            tiles.append(("Winner", .name(standing.winner.id)))
            tiles.append(("\(standing.metric) (test)", "\(Numbers.metric(standing.winner.score.value))"))
        }
        tiles += content.counts.map { (HTML(text: $0.name), HTML(text: Numbers.count($0.count))) }
        return tiles
    }
}
