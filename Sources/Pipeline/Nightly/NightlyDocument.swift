/// Several pipelines to run one after the other: `Pipelines/nightly.json`.
public struct NightlyDocument: Sendable {
    public let name: String
    public let description: String
    /// In the order they run.
    public let runs: [NightlyEntry]
    let site: SettingsSite

    init(from settings: SettingsReader) {
        let _: String? = settings.optional("$schema", "The JSON Schema of nightly files, for editors.")
        let identifier: Identifier = settings.required("name", "The file's name, for its summary.")
        name = identifier.text
        description = settings.value("description", default: "", "What the night does, in one line.")
        runs = settings.objects("runs", "What runs, one after the other.", minimumCount: 1, NightlyEntry.init(from:))
        site = settings.site
        checkOrder()
    }

    /// What a run waits for stands before it, so that the order of the list is an order to run in.
    private func checkOrder() {
        for (position, entry) in runs.enumerated() {
            let earlier = runs[..<position].map(\.pipeline)
            for (place, name) in entry.after.enumerated() where !earlier.contains(name) {
                entry.site["after"][place].report(
                    "no run of the pipeline \"\(name)\" stands before this one",
                    hint: NearestName.hint(for: name, among: earlier)
                        ?? "list it before, or leave it out of `after`")
            }
        }
    }
}
