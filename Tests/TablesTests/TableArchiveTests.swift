import Tables
import Testing

@Suite struct TableArchiveTests {
    private let table = Table(columns: [
        ("name with blanks", .string(StringColumn(["b", nil, "a\nb"]))),
        ("count", .int64(ValueColumn([Int64.max, nil, Int64.min]))),
        ("price", .float64(ValueColumn([0.1, -0.0, nil]))),
        ("flag", .bool(ValueColumn([true, false, nil]))),
        ("time", .timestamp(ValueColumn([0, -1, 253_402_300_799_999_999]))),
    ])

    @Test func everyTypeComesBack() throws {
        #expect(try Table(table.archive(named: "t"), named: "t") == table)
    }

    @Test func anEmptyTableComesBack() throws {
        let empty = Table(columns: ColumnType.allCases.map { ($0.rawValue, Column.empty($0)) })
        #expect(try Table(empty.archive(named: "t"), named: "t") == empty)
    }

    @Test func aMissingTensorIsNamed() {
        let archive = table.archive(named: "t")
        let cut = TensorArchive(archive.tensors.filter { $0.name != "t.2.values" }, metadata: archive.metadata)
        #expect(throws: ArchiveError.missingTensor("t.2.values")) { try Table(cut, named: "t") }
    }

    @Test func aCodePastTheDictionaryIsRefused() {
        let archive = table.archive(named: "t")
        let tensors = archive.tensors.map { tensor in
            tensor.name == "t.0.codes" ? Tensor("t.0.codes", shape: [3], .int32([0, 1, 9])) : tensor
        }
        #expect(throws: ArchiveError.self) {
            try Table(TensorArchive(tensors, metadata: archive.metadata), named: "t")
        }
    }

    @Test func keptRowsAreTheSameInAllColumns() {
        var kept = table
        kept.keepRows([false, true, true])
        #expect(kept.rowCount == 2)
        #expect(kept["count"] == .int64(ValueColumn([nil, Int64.min])))
        #expect(
            kept["name with blanks"]
                == .string(StringColumn(codes: [-1, 0], dictionary: StringColumn(["b", "a\nb"]).dictionary)))
    }
}
