import Pipeline

extension SettingsSite {
    /// Whether the document gives the key a value, so that its default does not stand in.
    func states(_ key: String) -> Bool {
        guard let value = node?[key]?.value else { return false }
        if case .null = value { return false }
        return true
    }
}
