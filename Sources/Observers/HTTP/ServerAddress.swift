import Foundation
import Pipeline

/// Where a server listens: `http` or `https`, a host, perhaps a port and a path.
///
/// A name or password in it would be written wherever the address is: those are refused.
public struct ServerAddress: SettingValue, Equatable {
    /// Without a slash at its end.
    public let text: String

    public static var shape: SettingShape { .string(pattern: "^https?://[^@?#]+$") }
    public static var placeholder: ServerAddress { ServerAddress(text: "http://localhost") }
    public static var isLocation: Bool { true }

    public static func decode(_ node: JSONNode, at site: SettingsSite) -> ServerAddress? {
        guard let stated = String.decode(node, at: site) else { return nil }
        guard let parts = URLComponents(string: stated), ["http", "https"].contains(parts.scheme?.lowercased()),
            parts.host?.isEmpty == false
        else {
            site.report(
                "expected an address such as https://mlflow.example:5000, found \(JSON.string(stated).text())")
            return nil
        }
        // What was found may be a secret.
        guard parts.user == nil, parts.password == nil else {
            site.report(
                "an address must not hold a name or password", hint: "state it as `token`, which names its place")
            return nil
        }
        guard parts.query == nil, parts.fragment == nil else {
            site.report("expected an address without ? and #, found \(JSON.string(stated).text())")
            return nil
        }
        return ServerAddress(text: stated)
    }

    private init(text: String) {
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        self.text = text
    }

    public var json: JSON { .string(text) }
}
