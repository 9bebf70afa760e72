/// The six stages, in the order they run.
public enum StageName: String, CaseIterable, Sendable, Comparable, SettingChoice {
    case load, clean, features, train, evaluate, export

    public static func < (left: StageName, right: StageName) -> Bool {
        left.position < right.position
    }

    private var position: Int {
        switch self {
        case .load: 0
        case .clean: 1
        case .features: 2
        case .train: 3
        case .evaluate: 4
        case .export: 5
        }
    }
}
