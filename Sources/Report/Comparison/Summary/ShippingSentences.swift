import Pipeline

/// Which of the models is published, and what their runs' gates said: what was decided, beside what the numbers say.
struct ShippingSentences {
    let view: ComparisonView

    init(_ view: ComparisonView) { self.view = view }

    /// Nil where none is published and no gate kept one back.
    var text: String? {
        let sentences = [published, stopped(.refused, "The gate refused"), stopped(.forced, "Published by force:")]
        let stated = sentences.compactMap(\.self)
        return stated.isEmpty ? nil : stated.joined(separator: " ")
    }

    private var published: String? {
        let names = view.models.indices.filter { view.models[$0].isPublished }.map(view.name)
        guard !names.isEmpty else { return nil }
        return "\(Self.list(names)) \(names.count == 1 ? "is" : "are") published now."
    }

    private func stopped(_ decision: GateVerdict.Decision, _ start: String) -> String? {
        let names = view.models.indices.filter { view.models[$0].verdict?.decision == decision }.map(view.name)
        return names.isEmpty ? nil : "\(start) \(Self.list(names))."
    }

    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}
