/// Any value: for settings whose shape another key decides.
extension JSON: SettingValue {
    public static var shape: SettingShape { .any }
    public static var placeholder: JSON { .null }
    public static func decode(_ node: JSONNode, at site: SettingsSite) -> JSON? { node.json }
    public var json: JSON { self }
}
