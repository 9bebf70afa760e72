/// Small CSV texts (RFC 4180), held in memory: what people type or hand to a command. Datasets are read by the load stage.
enum CSVText {
    struct Record: Equatable {
        /// Counts from 1; where the record starts.
        let line: Int
        let fields: [String]
    }

    /// The records, empty lines left out; nil where a quote is not closed.
    static func records(of text: String) -> [Record]? {
        var records: [Record] = []
        var fields: [String] = []
        var field = ""
        var (line, start) = (1, 1)
        var (isQuoted, wasQuoted) = (false, false)
        var characters = Array(text.unicodeScalars)[...]
        func endRecord() {
            if !fields.isEmpty || !field.isEmpty || wasQuoted {
                records.append(Record(line: start, fields: fields + [field]))
            }
            (fields, field, wasQuoted) = ([], "", false)
        }
        while let character = characters.popFirst() {
            if character == "\n" { line += 1 }
            switch character {
            case "\"" where isQuoted && characters.first == "\"":
                field.unicodeScalars.append(character)
                characters.removeFirst()
            case "\"" where isQuoted: isQuoted = false
            case "\"" where field.isEmpty: (isQuoted, wasQuoted) = (true, true)
            case "," where !isQuoted:
                fields.append(field)
                (field, wasQuoted) = ("", false)
            case "\r" where !isQuoted && (characters.first == "\n" || characters.isEmpty): continue
            case "\n" where !isQuoted:
                endRecord()
                start = line
            default: field.unicodeScalars.append(character)
            }
        }
        guard !isQuoted else { return nil }
        endRecord()
        return records
    }
}
