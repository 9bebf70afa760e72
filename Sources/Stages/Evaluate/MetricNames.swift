import Pipeline

/// Reads the names under which pipelines list metrics: `ndcg@10`, `mrr`.
struct MetricNames {
    static let cutoffs = 1...1000

    let known: [any MetricComponent.Type]

    /// The metrics named by a list; what is wrong with a name is reported at its place in the list.
    func metrics(_ names: [String], at site: SettingsSite) -> [any MetricComponent] {
        if names.isEmpty, site.node?.elements != nil { site.report("needs at least one metric", hint: forms) }
        var labels: Set<String> = []
        return names.enumerated().compactMap { position, name in
            let place = site[position]
            guard let metric = metric(name, at: place) else { return nil }
            guard labels.insert(metric.label).inserted else {
                place.report("\(metric.label) is listed twice")
                return nil
            }
            return metric
        }
    }

    private func metric(_ name: String, at place: SettingsSite) -> (any MetricComponent)? {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let type = known.first(where: { $0.name == parts[0] }) else {
            place.report("unknown metric \(JSON.string(name).text())", hint: hint(for: parts))
            return nil
        }
        guard type.takesCutoff else {
            if parts.count == 1 { return type.init(cutoff: nil) }
            place.report("\(type.name) looks at the whole ranking or at ratings", hint: "write \"\(type.name)\"")
            return nil
        }
        guard parts.count == 2 else {
            place.report("\(type.name) needs the length of the list it looks at", hint: "write \"\(type.name)@10\"")
            return nil
        }
        guard let cutoff = Int(parts[1]), Self.cutoffs.contains(cutoff), String(cutoff) == parts[1] else {
            place.report(
                "expected a list length from \(Self.cutoffs.lowerBound) to \(Self.cutoffs.upperBound) after the @, "
                    + "found \(JSON.string(parts[1]).text())", hint: "write \"\(type.name)@10\"")
            return nil
        }
        return type.init(cutoff: cutoff)
    }

    private func hint(for parts: [String]) -> String {
        guard let nearest = NearestName.nearest(to: parts[0], among: known.map { $0.name }),
            let type = known.first(where: { $0.name == nearest })
        else { return forms }
        guard type.takesCutoff else { return "did you mean \"\(nearest)\"?" }
        let isCutoff = parts.count == 2 && Int(parts[1]).map(Self.cutoffs.contains) == true
        return "did you mean \"\(nearest)@\(isCutoff ? parts[1] : "10")\"?"
    }

    private var forms: String {
        "one of: " + known.map { $0.takesCutoff ? "\($0.name)@k" : $0.name }.joined(separator: ", ")
    }
}
