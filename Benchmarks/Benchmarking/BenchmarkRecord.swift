import DurableFiles
import Pipeline

/// One sitting of the suite, or several on one commit, as its JSON file keeps it: who ran what, where, and every sample.
package struct BenchmarkRecord: Sendable, Equatable {
    /// The layout of the file.
    package static let schema = 1

    /// ISO 8601, UTC.
    package let date: String
    /// The commit that was built, with `+` where the working tree differed from it; nil outside a repository.
    package let commit: String?
    package let machine: MachineDescription
    /// Threads our side and the peers ran on.
    package let threads: Int
    /// What was measured on, by name: sizes of the data files in bytes.
    package let data: [String: Int]
    package var rows: [BenchmarkRow]

    package init(
        date: String, commit: String?, machine: MachineDescription, threads: Int, data: [String: Int],
        rows: [BenchmarkRow]
    ) {
        self.date = date
        self.commit = commit
        self.machine = machine
        self.threads = threads
        self.data = data
        self.rows = rows
    }

    package subscript(name: String) -> BenchmarkRow? {
        rows.first { $0.description.name == name }
    }
}

// MARK: - Several sittings

extension BenchmarkRecord {
    /// Takes over the rows of an earlier sitting.
    ///
    /// - Throws: `BenchmarkError.invalid` where its figures and these can't stand in one record.
    package mutating func begin(with earlier: BenchmarkRecord, path: String) throws(BenchmarkError) {
        guard earlier.machine == machine, earlier.commit == commit, earlier.threads == threads else {
            let reason = "it is of another machine, commit or number of threads; write to another file"
            throw .invalid(place: path, reason: reason)
        }
        rows = earlier.rows
    }

    /// Adds rows, or samples to those that are there.
    package mutating func add(_ new: [BenchmarkRow]) {
        for row in new {
            guard let index = rows.firstIndex(where: { $0.description == row.description }) else {
                rows.append(row)
                continue
            }
            rows[index].ours.add(row.ours)
            if let peer = row.peer {
                var observation = rows[index].peer?.observation ?? Observation()
                observation.add(peer.observation)
                rows[index].peer = (peer.name, observation)
            }
            rows[index].othersShare = [rows[index].othersShare, row.othersShare].compactMap(\.self).max()
        }
    }
}

// MARK: - Writing

extension BenchmarkRecord {
    package var json: JSON {
        [
            "schema": .integer(Self.schema), "date": .string(date), "commit": commit.map(JSON.string) ?? .null,
            "machine": machine.json, "threads": .integer(threads),
            "data": .object(data.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) }),
            "rows": .array(rows.map(\.json)),
        ]
    }

    /// Writes the file whole or not at all.
    package func write(to path: String) throws {
        try FileSystem().write(json.text(indented: true) + "\n", to: path)
    }
}

extension BenchmarkRow {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [
            .init("name", .string(description.name)), .init("title", .string(description.title)),
            .init("unit", .string(description.unit)), .init("better", .string(description.better.rawValue)),
        ]
        members += ours.members
        if let othersShare { members.append(.init("others_share", .double(othersShare))) }
        guard let peer else { return .object(members) }
        members.append(.init("peer", .object([.init("name", .string(peer.name))] + peer.observation.members)))
        if let ratio { members.append(.init("ratio", .double(ratio))) }
        return .object(members)
    }
}

extension Observation {
    /// Medians and spread are written for those who read the file; reading it, they are worked out from the samples.
    fileprivate var members: [JSON.Member] {
        var members: [JSON.Member] = []
        if let summary {
            members = [
                .init("median", .double(summary.median)), .init("minimum", .double(summary.minimum)),
                .init("maximum", .double(summary.maximum)),
            ]
        }
        members.append(.init("samples", .array(samples.map(JSON.double))))
        if !facts.isEmpty {
            members.append(
                .init("facts", .object(facts.sorted { $0.key < $1.key }.map { .init($0.key, .double($0.value)) })))
        }
        return members
    }
}

// MARK: - Reading

extension BenchmarkRecord {
    /// Reads a file that `write(to:)` made.
    ///
    /// - Throws: `BenchmarkError.unreadable`, saying what is wrong with it.
    package init(contentsOf path: String) throws {
        let node: JSONNode?
        do {
            node = try DocumentLoader(environment: [:]).load(path, diagnostics: Diagnostics())
        } catch {
            throw BenchmarkError.unreadable(path: path, reason: error.found)
        }
        guard let node else { throw BenchmarkError.unreadable(path: path, reason: "it is no JSON") }
        try self.init(node.json, path: path)
    }

    package init(_ json: JSON, path: String) throws(BenchmarkError) {
        let found = json["schema"]?.integerValue
        guard found == Self.schema else {
            let reason = "its schema is \(found.map(String.init) ?? "not stated"), expected \(Self.schema)"
            throw .unreadable(path: path, reason: reason)
        }
        guard let date = json["date"]?.stringValue, let machine = json["machine"].flatMap(MachineDescription.init),
            let threads = json["threads"]?.integerValue, let data = json["data"]?.members,
            let listed = json["rows"]?.arrayValue
        else { throw .unreadable(path: path, reason: "it lacks date, machine, threads, data or rows") }
        var rows: [BenchmarkRow] = []
        for (index, row) in listed.enumerated() {
            guard let row = BenchmarkRow(row) else {
                throw .unreadable(path: path, reason: "rows[\(index)] lacks name, title, unit, better or samples")
            }
            rows.append(row)
        }
        self.init(
            date: date, commit: json["commit"]?.stringValue, machine: machine, threads: threads,
            data: Dictionary(data.compactMap { member in member.value.integerValue.map { (member.name, $0) } }) { $1 },
            rows: rows)
    }
}

extension BenchmarkRow {
    fileprivate init?(_ json: JSON) {
        guard let name = json["name"]?.stringValue, let title = json["title"]?.stringValue,
            let unit = json["unit"]?.stringValue,
            let better = json["better"]?.stringValue.flatMap(RowDescription.Better.init),
            let ours = Observation(json)
        else { return nil }
        var peer: (name: String, observation: Observation)?
        if let stated = json["peer"] {
            guard let name = stated["name"]?.stringValue, let observation = Observation(stated) else { return nil }
            peer = (name, observation)
        }
        let description = RowDescription(name: name, title: title, unit: unit, better: better)
        self.init(description, ours: ours, peer: peer)
        othersShare = json["others_share"]?.doubleValue
    }
}

extension Observation {
    /// From an object with `samples`, and `facts` where there are any; nil where a sample is no number.
    package init?(_ json: JSON) {
        guard let listed = json["samples"]?.arrayValue else { return nil }
        let samples = listed.compactMap(\.doubleValue)
        guard samples.count == listed.count else { return nil }
        let facts = (json["facts"]?.members ?? []).compactMap { fact in fact.value.doubleValue.map { (fact.name, $0) } }
        self.init(samples: samples, facts: Dictionary(facts) { $1 })
    }
}
