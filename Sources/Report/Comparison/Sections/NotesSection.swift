import Pipeline

/// What was left out, and why.
struct NotesSection: ComparisonSection {
    let id = "notes"
    let title = "Left out"

    func content(for view: ComparisonView) -> HTML? {
        guard !view.comparison.notes.isEmpty else { return nil }
        return HTML(.ul) {
            for note in view.comparison.notes { HTML(.li) { HTML(text: note) } }
        }
    }
}
