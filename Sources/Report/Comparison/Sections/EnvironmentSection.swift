import Pipeline

/// What differs between the machines and programs of the runs.
struct EnvironmentSection: ComparisonSection {
    let id = "environment"
    let title = "What differs in the environment"

    func content(for view: ComparisonView) -> HTML? {
        guard view.comparison.runs.count > 1 else { return nil }
        return SettingDifferencesTable(
            id: "environment", title: "Environment and instant",
            nothing: "The runs state the same program, machine, BLAS core and instant.",
            differences: view.comparison.environmentDifferences
        ).html(view)
    }
}
