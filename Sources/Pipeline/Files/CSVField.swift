/// Spells text as a field of a CSV file (RFC 4180).
public enum CSVField {
    /// In quotes where it holds a comma, a quote or a line break, or is empty; as it is elsewhere.
    public static func quoted(_ text: String) -> String {
        let needsQuotes = text.isEmpty || text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
