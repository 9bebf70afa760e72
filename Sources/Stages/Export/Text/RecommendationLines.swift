import Modelling
import Pipeline
import Tables

/// The form of a file of recommendations; the raw value is also the file's extension.
enum RecommendationForm: String, SettingChoice {
    case csv
    /// A JSON object a line.
    case jsonl

    var header: String {
        switch self {
        case .csv: "user,rank,item,score\n"
        case .jsonl: ""
        }
    }
}

/// Spells recommendations as lines of bytes.
///
/// What repeats is spelled once: ids and ranks with the marks around them. A line is then three copies and a number.
struct RecommendationLines: Sendable {
    private let users: SpelledTexts
    private let ranks: SpelledTexts
    private let items: SpelledTexts
    private let lineEnd: [UInt8]

    init(form: RecommendationForm, users: StringDictionary, items: StringDictionary, maximumRank: Int) {
        let ranks = (1...maximumRank).map { String($0) }
        switch form {
        case .csv:
            self.users = SpelledTexts(users) { CSVField.append($0, to: &$1) }
            self.ranks = SpelledTexts(ranks.map { ",\($0)," })
            self.items = SpelledTexts(items, after: ",") { CSVField.append($0, to: &$1) }
            lineEnd = Array("\n".utf8)
        case .jsonl:
            self.users = SpelledTexts(users, before: #"{"user":"#) { JSONText.append($0, to: &$1) }
            self.ranks = SpelledTexts(ranks.map { #","rank":\#($0),"item":"# })
            self.items = SpelledTexts(items, after: #","score":"#) { JSONText.append($0, to: &$1) }
            lineEnd = Array("}\n".utf8)
        }
    }

    /// The lines of a block whose positions are user rows.
    func bytes(of block: RankedBlock) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(block.top.items.count * 48)
        for (position, user) in block.positions.enumerated() {
            let scores = block.top.scores(at: position)
            for (rank, item) in block.top.items(at: position).enumerated() {
                users.append(user, to: &lines)
                ranks.append(rank, to: &lines)
                items.append(Int(item), to: &lines)
                Self.append(scores[scores.startIndex + rank], to: &lines)
                lines.append(contentsOf: lineEnd)
            }
        }
        return lines
    }

    /// The shortest decimal that reads back as the same number.
    private static func append(_ score: Float, to lines: inout [UInt8]) {
        var text = score.description
        text.withUTF8 { lines.append(contentsOf: $0) }
    }
}

/// Texts as they are written, end to end.
private struct SpelledTexts: Sendable {
    private var bytes: [UInt8] = []
    private var offsets = [0]

    init(_ texts: [String]) {
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            offsets.append(bytes.count)
        }
    }

    init(
        _ texts: StringDictionary, before: String = "", after: String = "",
        spell: (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Void
    ) {
        offsets.reserveCapacity(texts.count + 1)
        for code in 0..<texts.count {
            bytes.append(contentsOf: before.utf8)
            texts.withBytes(of: code) { spell($0, &bytes) }
            bytes.append(contentsOf: after.utf8)
            offsets.append(bytes.count)
        }
    }

    func append(_ index: Int, to lines: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            lines.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[offsets[index]..<offsets[index + 1]]))
        }
    }
}
