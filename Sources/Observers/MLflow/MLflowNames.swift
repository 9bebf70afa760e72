/// Fits names and values into what MLflow takes (`mlflow/utils/validation.py`, version 3.17).
package enum MLflowNames {
    package static let keyLimit = 250
    package static let parameterLimit = 6000
    package static let tagLimit = 8000

    /// A key of a parameter or metric: letters, digits, `_`, `-`, `.`, space and `/` stay, the cutoff of a metric is spelled as
    /// MLflow's own metrics spell it (`ndcg@10` is `ndcg_at_10`), anything else becomes `_`.
    package static func key(_ text: String) -> String {
        let mapped = text.replacing("@", with: "_at_").unicodeScalars.map { isAllowed($0) ? Character($0) : "_" }
        return cut(String(mapped), to: keyLimit, mark: "")
    }

    /// The key of something called `name` within `group`, whose own slashes are no levels.
    package static func key(_ group: String, _ name: String) -> String {
        key("\(group.replacing("/", with: "_"))/\(name.replacing("/", with: "_"))")
    }

    package static func parameter(_ value: String) -> String { cut(value, to: parameterLimit, mark: "…") }

    package static func tag(_ value: String) -> String { cut(value, to: tagLimit, mark: "…") }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", " ", "/": true
        default: false
        }
    }

    /// At most `limit` bytes, and so characters.
    ///
    /// - Parameter mark: ends what was cut.
    private static func cut(_ text: String, to limit: Int, mark: String) -> String {
        guard text.utf8.count > limit else { return text }
        var kept = ""
        var size = mark.utf8.count
        for character in text {
            size += character.utf8.count
            guard size <= limit else { break }
            kept.append(character)
        }
        return kept + mark
    }
}
