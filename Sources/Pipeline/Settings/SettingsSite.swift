/// A value's place in its document, for reporting what is wrong with it.
///
/// Components keep the site of what they were made from, so that a check that needs more than one value (a column that
/// no table has) can still say file, line and column.
public struct SettingsSite: Sendable {
    public let node: JSONNode?
    public let address: String
    let diagnostics: Diagnostics
    private let fallbackOrigin: Origin

    init(node: JSONNode?, address: String, diagnostics: Diagnostics, fallbackOrigin: Origin) {
        self.node = node
        self.address = address
        self.diagnostics = diagnostics
        self.fallbackOrigin = fallbackOrigin
    }

    public var origin: Origin { node?.origin ?? fallbackOrigin }

    /// Whether the document has a value here that isn't null.
    public var isStated: Bool {
        if case .null? = node?.value { return false }
        return node != nil
    }

    /// Whether the value is missing or could not be read.
    var isUnreadable: Bool { diagnostics.lacks(address) }

    /// Whether the value, or anything in it, is missing or could not be read.
    var isIncomplete: Bool { diagnostics.lacksValue(in: address) }

    /// The place of a key's value; of the object itself where the key was left out.
    public subscript(key: String) -> SettingsSite {
        SettingsSite(
            node: node?[key], address: address.isEmpty ? key : "\(address).\(key)", diagnostics: diagnostics,
            fallbackOrigin: origin)
    }

    /// The place of a list's element; of the list itself where there is none.
    public subscript(index: Int) -> SettingsSite {
        let element = node?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        return SettingsSite(
            node: element, address: "\(address).\(index)", diagnostics: diagnostics, fallbackOrigin: origin)
    }

    public func report(_ message: String, hint: String? = nil) {
        diagnostics.report(Problem(origin: origin, address: address, message: message, hint: hint))
    }

    /// Reports a problem of this document that lies elsewhere in it.
    package func report(_ problem: Problem) {
        diagnostics.report(problem)
    }

    /// Reports that `found` isn't one of `candidates`, with the nearest of them.
    public func reportUnknown(_ what: String, _ found: String, among candidates: [String]) {
        report("unknown \(what) \(JSON.string(found).text())", hint: NearestName.hint(for: found, among: candidates))
    }
}

extension SettingsSite {
    /// Notes that the value is missing or could not be read, so that later checks leave it alone.
    func markUnreadable() {
        diagnostics.markUnreadable(address)
    }
}
