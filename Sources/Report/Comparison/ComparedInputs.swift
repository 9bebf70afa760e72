import Pipeline

/// Whether the runs read the same input files, in sentences.
struct ComparedInputs {
    let view: ComparisonView
    private var inputs: InputComparison { view.comparison.data.inputs }

    init(_ view: ComparisonView) { self.view = view }

    var text: String {
        guard !inputs.areSame else { return "All runs read input files of the same content." }
        return [content, readers].compactMap(\.self).joined(separator: " ")
    }

    private var content: String? {
        if inputs.differing.isEmpty {
            return "Tables that several runs read have the same content."
        }
        return "The runs read different content of \(inputs.differing.joined(separator: ", "))."
    }

    private var readers: String? {
        let parts = inputs.partial.map { part in
            "\(part.table) (\(part.runs.map(view.runName).joined(separator: ", ")))"
        }
        return parts.isEmpty ? nil : "Not all of them read \(parts.joined(separator: ", "))."
    }
}
