/// Fills environment variables into a document's string values.
///
/// `${env:NAME}` is the variable's value, which must be set; `${env:NAME:-default}` is the default where the variable is
/// not set or empty, as in a shell. `$${` is a plain `${`. What a variable holds is taken as it is and not expanded again.
struct EnvironmentExpansion {
    let environment: [String: String]
    let diagnostics: Diagnostics

    func expand(_ node: JSONNode) -> JSONNode {
        switch node.value {
        case .string(let text) where text.utf8.contains(UInt8(ascii: "$")):
            JSONNode(.string(expand(text, at: node.origin)), origin: node.origin)
        case .array(let elements): JSONNode(.array(elements.map(expand)), origin: node.origin)
        case .object(let members):
            JSONNode(
                .object(members.map { .init(name: $0.name, nameOrigin: $0.nameOrigin, value: expand($0.value)) }),
                origin: node.origin)
        default: node
        }
    }

    private func expand(_ text: String, at origin: Origin) -> String {
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstRange(of: "${") {
            if rest[..<mark.lowerBound].hasSuffix("$") {
                result += rest[..<mark.lowerBound].dropLast() + "${"
                rest = rest[mark.upperBound...]
                continue
            }
            result += rest[..<mark.lowerBound]
            guard let end = rest[mark.upperBound...].firstIndex(of: "}") else {
                report("\"${\" is not closed by \"}\"", at: origin)
                return text
            }
            guard let value = value(of: rest[mark.upperBound..<end], at: origin) else { return text }
            result += value
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// What stands for `env:NAME` or `env:NAME:-default`.
    private func value(of expression: Substring, at origin: Origin) -> String? {
        let parts = expression.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.first == "env", parts.count > 1, Self.isName(parts[1]), parts.count == 2 || parts[2].hasPrefix("-")
        else {
            report("\"${\(expression)}\" is neither ${env:NAME} nor ${env:NAME:-default}", at: origin)
            return nil
        }
        let name = String(parts[1])
        if parts.count == 3 {
            guard let value = environment[name], !value.isEmpty else { return String(parts[2].dropFirst()) }
            return value
        }
        if let value = environment[name] { return value }
        diagnostics.report(
            Problem(
                origin: origin, address: "", message: "the environment variable \(name) is not set",
                hint: "set it, or give a default: ${env:\(name):-default}"))
        diagnostics.markUnreadable(at: origin)
        return nil
    }

    private func report(_ message: String, at origin: Origin) {
        diagnostics.report(
            Problem(origin: origin, address: "", message: message, hint: "a plain \"${\" is written \"$${\""))
        diagnostics.markUnreadable(at: origin)
    }

    private static func isName(_ text: Substring) -> Bool {
        let isStart = text.utf8.first.map { $0.isLetter || $0 == UInt8(ascii: "_") } ?? false
        return isStart && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    }
}
