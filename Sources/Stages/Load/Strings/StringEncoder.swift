/// Turns the cells of one string column into provisional codes, for one worker.
///
/// Everything that costs time about a text (is it UTF-8, is it a null token, how is it spelled as an id) is asked once
/// per distinct spelling, when the worker's ``SpellingTable`` first meets it.
final class StringEncoder {
    /// A code is the number of the cell's text in this table.
    private(set) var table = SpellingTable()
    /// For each number the code its cells get: its own, that of the id it spells, or missing. Empty where every
    /// spelling stands for itself.
    private(set) var codes: [Int32] = []
    private let isIntegral: Bool
    private let nullTokens: NullTokens
    /// Whether a spelling may stand for something else than itself.
    let hasAliases: Bool

    init(isIntegral: Bool, nullTokens: NullTokens) {
        self.isIntegral = isIntegral
        self.nullTokens = nullTokens
        hasAliases = isIntegral || !nullTokens.isEmpty
    }

    /// Whether cells may hold a number as their code.
    func isCode(_ number: Int) -> Bool { !hasAliases || codes[number] == Int32(number) }

    /// Numbers a spelling that the table lacks; or says why a cell may not hold it.
    func add(_ text: CellText, key: SpellingLookup.Key, into number: inout Int32) -> RejectionReason? {
        if let failure = TextCheck.failure(of: text) { return failure }
        guard hasAliases else {
            number = table.insert(text, key: key)
            return nil
        }
        if nullTokens.contains(text) {
            number = insert(text, key: key, code: -1)
            return nil
        }
        if isIntegral, !Self.isPlainNumber(text) {
            switch IntegralSpelling.reading(text) {
            case .notANumber: break
            case .notWhole: return .notIntegral
            case .whole(let digits):
                let code = digits.withUnsafeBufferPointerPadded(codeOfText)
                number = insert(text, key: key, code: code)
                return nil
            }
        }
        number = insert(text, key: key, code: Int32(table.count))
        return nil
    }

    private func insert(_ text: CellText, key: SpellingLookup.Key, code: Int32) -> Int32 {
        codes.append(code)
        return table.insert(text, key: key)
    }

    /// The code of an id in its own spelling, which may be a null token too.
    private func codeOfText(_ text: CellText) -> Int32 {
        let key = table.lookup.key(of: text)
        if let known = table.lookup.number(of: text, key: key) { return codes[Int(known)] }
        let code = nullTokens.contains(text) ? -1 : Int32(table.count)
        _ = insert(text, key: key, code: code)
        return code
    }

    /// Digits with or without a minus are an id's own spelling, leading zeros included.
    private static func isPlainNumber(_ text: CellText) -> Bool {
        let digits = text.first == Byte.minus ? text.dropFirst() : text[...]
        return digits.allSatisfy(\.isDigit)
    }
}
