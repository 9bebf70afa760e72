import Tables

/// Numbers the codes that are in use 0, 1, 2 … in their order: which row of the dataset each id gets.
struct DenseCodes: Sendable {
    /// The dataset's row of a code; −1 for a code that isn't in use.
    let rowOfCode: [Int32]
    /// The code of each row, ascending.
    let codeOfRow: [Int32]

    init(inUse: [Bool]) {
        var rowOfCode = [Int32](repeating: -1, count: inUse.count)
        var codeOfRow: [Int32] = []
        for code in inUse.indices where inUse[code] {
            rowOfCode[code] = Int32(codeOfRow.count)
            codeOfRow.append(Int32(code))
        }
        self.rowOfCode = rowOfCode
        self.codeOfRow = codeOfRow
    }

    var count: Int { codeOfRow.count }

    /// The strings in use, in the order of their rows.
    func strings(of dictionary: StringDictionary) -> StringDictionary {
        dictionary.keeping(rowOfCode.map { $0 >= 0 })
    }
}
