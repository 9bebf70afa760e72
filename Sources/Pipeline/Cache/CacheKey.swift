/// What a stored result depends on: everything that, changed, makes it another result.
public struct CacheKey: Sendable, Equatable {
    /// Which result of a run it is: `features`, `train/als-64`, `evaluate`.
    public let slot: String
    /// An object; nested objects are compared member by member when a plan explains what changed.
    public let ingredients: JSON

    public init(slot: String, ingredients: JSON) {
        self.slot = slot
        self.ingredients = ingredients.canonical
    }

    /// The stage whose result it is.
    var stage: StageName? { StageName(rawValue: String(slot.prefix { $0 != "/" })) }

    /// The key of a result that only this run has, because a clock decided it: no later run finds it.
    func ofRunAlone(_ run: String) -> CacheKey {
        CacheKey(slot: slot, ingredients: .object((ingredients.members ?? []) + [.init("run", .string(run))]))
    }

    /// The SHA-256 of the canonical text of the ingredients. The slot's name is no part of it: a candidate renamed is the
    /// same candidate.
    public var digest: String {
        FileDigest.sha256(of: ingredients.text())
    }

    /// The name of the entry's directory.
    var entryName: String {
        "\(slot.prefix { $0 != "/" })-\(digest.prefix(24))"
    }

    /// What differs from `earlier`, one line a difference: `` `factors` 32 → 64 ``.
    public func differences(from earlier: JSON) -> [String] {
        var lines: [String] = []
        Self.compare(earlier, ingredients, path: [], into: &lines)
        return lines
    }

    private static func compare(_ old: JSON?, _ new: JSON?, path: [String], into lines: inout [String]) {
        guard old != new else { return }
        if let oldMembers = old?.members, let newMembers = new?.members {
            let names = Set(oldMembers.map(\.name)).union(newMembers.map(\.name)).sorted()
            for name in names { compare(old?[name], new?[name], path: path + [name], into: &lines) }
            return
        }
        if let oldElements = old?.arrayValue, let newElements = new?.arrayValue,
            oldElements.count == newElements.count
        {
            for (index, pair) in zip(oldElements, newElements).enumerated() {
                compare(pair.0, pair.1, path: path + [String(index)], into: &lines)
            }
            return
        }
        lines.append(line(old, new, path: path))
    }

    /// Upstream keys and file contents are digests: that they changed says enough.
    private static func line(_ old: JSON?, _ new: JSON?, path: [String]) -> String {
        let name = path.last ?? ""
        if name == "upstream" { return "what it reads changed" }
        if path.first == "candidates" {
            return "the candidate \(name) \(old == nil ? "is new" : new == nil ? "is gone" : "changed")"
        }
        if name == "sha256" { return "the content of \(path.dropLast().joined(separator: ".")) changed" }
        let shown = path.drop { $0 == "settings" || $0 == "model" }.filter { $0 != "settings" }
        func text(_ value: JSON?) -> String {
            guard let value else { return "absent" }
            let text = value.text()
            return text.count > 80 ? String(text.prefix(77)) + "…" : text
        }
        return "`\(shown.joined(separator: "."))` \(text(old)) → \(text(new))"
    }
}
