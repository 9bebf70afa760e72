import Pipeline

/// A bundle as text, from its manifest and the tensors it holds.
struct BundleDescription {
    let contents: BundleContents

    var text: String {
        [facts, metrics, tensors, files].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var manifest: JSON { contents.manifest.json }

    private var facts: String {
        var table = TextTable(header: ["bundle", contents.directory])
        for (title, key) in [("model", "model"), ("candidate", "candidate"), ("run", "run"), ("created", "created")] {
            if let value = manifest[key]?.stringValue { table.add([title, value]) }
        }
        if let pipeline = manifest["pipeline"]?.stringValue, let config = manifest["config"]?.stringValue {
            table.add(["pipeline", "\(pipeline) on \(config)"])
        }
        if let settings = manifest["settings"], settings.members?.isEmpty == false {
            table.add(["settings", settings.text()])
        }
        let data = manifest["data"]
        if let asOf = data?["as_of"]?.stringValue { table.add(["as of", asOf]) }
        for count in data?["counts"]?.members ?? [] {
            table.add([count.name, Numbers.count(count.value.integerValue ?? 0)])
        }
        return table.text
    }

    private var metrics: String {
        guard let metrics = manifest["metrics"]?.members, !metrics.isEmpty else { return "" }
        var table = TextTable(header: ["metric", "value", "low", "high"], rightAligned: [1, 2, 3])
        for metric in metrics {
            let figures = ["value", "low", "high"].map { key in
                metric.value[key]?.doubleValue.map { Numbers.fixed($0, places: 4) } ?? ""
            }
            table.add([metric.name] + figures)
        }
        return table.text
    }

    private var tensors: String {
        guard !contents.tensors.isEmpty else { return "" }
        var table = TextTable(header: ["tensor", "type", "shape"])
        for tensor in contents.tensors {
            table.add([tensor.name, tensor.type, tensor.shape.map(Numbers.count).joined(separator: " × ")])
        }
        return table.text
    }

    private var files: String {
        var table = TextTable(header: ["file", "size", "sha256"], rightAligned: [1])
        for file in contents.manifest.files {
            table.add([file.path, ByteCount(file.size).description, file.sha256.prefix(16) + "…"])
        }
        return table.text
    }
}
