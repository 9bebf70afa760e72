/// Which tables' input files differ between runs, and which some runs alone read.
public struct InputComparison: Sendable {
    /// Tables of which the runs that read them found different content.
    public let differing: [String]
    /// Tables that not all runs read, with the positions of those that did.
    public let partial: [(table: String, runs: [Int])]

    /// Whether all runs read the same tables, and the same content in each.
    public var areSame: Bool { differing.isEmpty && partial.isEmpty }
}

extension InputComparison {
    init(_ runs: [StoredRun]) {
        let digests = runs.map(Self.digests)
        let tables = DataComparison.inOrder(digests.flatMap { $0.map(\.table) })
        let byRun = digests.map { files in
            Dictionary(grouping: files, by: \.table).mapValues { $0.map(\.digest).sorted() }
        }
        differing = tables.filter { table in Set(byRun.compactMap { $0[table] }).count > 1 }
        partial = tables.compactMap { table in
            let readers = byRun.indices.filter { byRun[$0][table] != nil }
            return readers.count < runs.count ? (table, readers) : nil
        }
    }

    private static func digests(of run: StoredRun) -> [(table: String, digest: String)] {
        (run.record["inputs"]?.arrayValue ?? []).map { input in
            let digest = input["sha256"]?.stringValue ?? input["digest"]?.stringValue
            return (input["table"]?.stringValue ?? "", digest ?? "")
        }
    }
}
