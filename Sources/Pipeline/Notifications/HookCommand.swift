/// A command that a config states as a list: the program, then its arguments. No shell reads it.
public struct HookCommand: SettingValue, Equatable {
    /// A path, or a name to look for in `PATH`.
    public let program: String
    public let arguments: [String]

    public static var shape: SettingShape { .list(.string(pattern: nil), minimumCount: 1) }
    public static var placeholder: HookCommand { HookCommand(program: "true", arguments: []) }
    public static var isLocation: Bool { true }

    public static func decode(_ node: JSONNode, at site: SettingsSite) -> HookCommand? {
        guard let words = [String].decode(node, at: site) else { return nil }
        guard let first = words.first, !first.isEmpty, !words.contains(where: { $0.utf8.contains(0) }) else {
            site.report("expected a program and its arguments, found a list without a program, or a zero byte")
            return nil
        }
        return HookCommand(program: program(first, at: node.origin), arguments: Array(words.dropFirst()))
    }

    /// What holds a slash is a path, relative to the file that states it, and must not be looked for in `PATH`.
    private static func program(_ stated: String, at origin: Origin) -> String {
        guard stated.contains("/") else { return stated }
        let path = FilePath(stated, at: origin).path
        return path.contains("/") ? path : "./\(path)"
    }

    public var json: JSON { .array(([program] + arguments).map(JSON.string)) }
}
