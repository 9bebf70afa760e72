import Expressions
import Tables

/// An expression is written as a JSON string and parsed when the document is read.
extension RowExpression: SettingValue {
    public static var shape: SettingShape { .string(pattern: nil) }
    public static var placeholder: RowExpression { .always }

    public static func decode(_ node: JSONNode, at site: SettingsSite) -> RowExpression? {
        guard let text = String.decode(node, at: site) else { return nil }
        do {
            return try parse(text)
        } catch {
            site.report(error)
            return nil
        }
    }

    public var json: JSON { .string(text) }

    /// Resolves the expression's names and types; problems are reported at `site`, the expression's own place.
    public func check(against schema: TableSchema, at site: SettingsSite) -> CheckedPredicate? {
        do {
            return try check(against: schema)
        } catch {
            site.report(error)
            return nil
        }
    }
}

extension SettingsSite {
    /// Reports every problem of an expression that this place states, each where it lies in the file.
    func report(_ error: ExpressionError) {
        for problem in error.problems {
            let hint = problem.unknownName.flatMap { NearestName.hint(for: $0.found, among: $0.known) }
            diagnostics.report(
                Problem(
                    origin: origin.advanced(to: problem.range.lowerBound, in: error.text), address: address,
                    message: "at character \(problem.column) of the expression: \(problem.message)", hint: hint))
        }
    }
}

extension Origin {
    /// The place of a character of a string that starts here, its quote included. Quotes and backslashes count twice,
    /// as JSON escapes them; characters written as `\u0041` without need are not known of.
    fileprivate func advanced(to offset: Int, in text: String) -> Origin {
        guard case .file(let path, let line, let column) = self else { return self }
        let escapes = text.unicodeScalars.prefix(offset).count { $0 == "\"" || $0 == "\\" }
        return .file(path: path, line: line, column: column + 1 + offset + escapes)
    }
}
