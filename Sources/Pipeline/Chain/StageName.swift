/// The six stages, in the order they run.
public enum StageName: String, CaseIterable, Sendable, Comparable, SettingChoice {
    case load, clean, features, train, evaluate, export

    public static func < (left: StageName, right: StageName) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}
