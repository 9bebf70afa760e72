import DurableFiles
import Tables

/// The file that keeps how columns of the users' table cut the test users into groups, for the gate: other than
/// `test-users.csv` it tells users without a value from those of small groups, and why a column makes no groups.
enum UserGroupsFile {
    static let name = "user-groups.safetensors"
    private static let columns = "columns"

    /// - Parameter groupings: each of the same users.
    static func write(
        _ groupings: [UserGrouping], to directory: String, in files: FileSystem
    ) throws -> WrittenFile {
        let archive = TensorArchive(
            groupings.enumerated().map { number, grouping in
                Tensor(tensor(number), shape: [grouping.codes.count], .int32(grouping.codes))
            }, metadata: [columns: JSON.array(groupings.map(\.json)).text()])
        return try SafetensorsFile.write(archive, to: "\(directory)/\(name)", in: files)
    }

    /// Reads it back, by column.
    ///
    /// - Throws: `InputError` where it can't be read, or was changed.
    static func read(in directory: String) throws -> [String: UserGrouping] {
        let path = "\(directory)/\(name)"
        let archive = try SafetensorsFile.read(path)
        let listed = archive.metadata[columns].flatMap { JSON(bytes: Array($0.utf8)) }?.arrayValue
        guard let listed else { throw changed(path) }
        var groupings: [String: UserGrouping] = [:]
        for (number, json) in listed.enumerated() {
            guard let codes = try? archive.int32(tensor(number)), let grouping = UserGrouping(json, codes: codes) else {
                throw changed(path)
            }
            groupings[grouping.column] = grouping
        }
        return groupings
    }

    private static func tensor(_ number: Int) -> String { "column\(number)" }

    private static func changed(_ path: String) -> InputError {
        InputError(path: path, found: "it is not as it was written", remedy: "run the pipeline again")
    }
}

extension UserGrouping {
    fileprivate var json: JSON {
        [
            "column": .string(column), "absence": absence.map(JSON.string) ?? .null,
            "names": .array(names.map(JSON.string)), "small_groups": .integer(smallCount),
        ]
    }

    /// Nil where members are missing, or codes name no group.
    fileprivate init?(_ json: JSON, codes: [Int32]) {
        guard let column = json["column"]?.stringValue, let names = json["names"]?.arrayValue,
            let smallCount = json["small_groups"]?.integerValue,
            codes.allSatisfy({ (Self.small..<Int32(names.count)).contains($0) })
        else { return nil }
        self.init(
            column: column, absence: json["absence"]?.stringValue, names: names.compactMap(\.stringValue),
            smallCount: smallCount, codes: codes)
        guard self.names.count == names.count else { return nil }
    }
}
