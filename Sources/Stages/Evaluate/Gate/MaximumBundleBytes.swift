import Pipeline

/// What ships is not too large.
public struct MaximumBundleBytes: GateCondition {
    public static let name = "maximum_bundle_bytes"
    public static let summary = "The exported files take at most `bytes`, model card and manifest not counted."

    let bytes: Int

    public init(from settings: SettingsReader) {
        bytes = settings.required("bytes", .atLeast(1), "All exported files together, at most.")
    }

    public func check(_ chain: GateCheck, at site: SettingsSite) {
        if !chain.exports { site.report("nothing is exported whose size could be judged", hint: "add an export stage") }
    }

    public var rule: GateRule {
        .alone { challenger in
            guard let found = challenger.bundleBytes else {
                return ConditionOutcome(.failed, "nothing was exported")
            }
            return ConditionOutcome(
                isMet: found <= bytes, "the exported files take \(found) bytes, at most \(bytes) is allowed",
                numbers: .init(value: Double(found)))
        }
    }
}
