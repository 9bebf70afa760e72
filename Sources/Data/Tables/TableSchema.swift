/// The names and types of a table's columns, in order: what is known of a table before any row is read.
public struct TableSchema: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        public let name: String
        public let type: ColumnType

        public init(name: String, type: ColumnType) {
            self.name = name
            self.type = type
        }
    }

    public private(set) var fields: [Field]

    public init(_ fields: [Field] = []) {
        self.fields = fields
    }

    public var names: [String] { fields.map(\.name) }

    public func type(of name: String) -> ColumnType? {
        fields.first { $0.name == name }?.type
    }

    /// Gives `name` another type; a name the schema lacks is appended.
    public mutating func set(_ name: String, to type: ColumnType) {
        if let index = fields.firstIndex(where: { $0.name == name }) {
            fields[index] = Field(name: name, type: type)
        } else {
            fields.append(Field(name: name, type: type))
        }
    }

    public mutating func rename(_ name: String, to newName: String) {
        guard let index = fields.firstIndex(where: { $0.name == name }) else { return }
        fields[index] = Field(name: newName, type: fields[index].type)
    }
}
