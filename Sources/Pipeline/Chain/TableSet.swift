import Tables

/// Cleaned tables as one archive, for sites that keep them. Tables are numbered in it, since their names may hold anything.
struct TableSet {
    static let file = "tables.safetensors"

    let tables: [String: Table]

    var archive: TensorArchive {
        var tensors: [Tensor] = []
        var metadata: [String: String] = [:]
        for (number, named) in tables.sorted(by: { $0.key < $1.key }).enumerated() {
            let stored = named.value.archive(named: "table\(number)")
            tensors += stored.tensors
            metadata.merge(stored.metadata) { _, new in new }
            metadata["name\(number)"] = named.key
        }
        return TensorArchive(tensors, metadata: metadata)
    }
}

extension TableSet {
    /// Reads back what `archive` gave.
    init(_ archive: TensorArchive) throws(ArchiveError) {
        var tables: [String: Table] = [:]
        var number = 0
        while let name = archive.metadata["name\(number)"] {
            tables[name] = try Table(archive, named: "table\(number)")
            number += 1
        }
        self.init(tables: tables)
    }
}
