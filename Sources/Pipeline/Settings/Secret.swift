import Foundation

/// A value that documents only name: `{"secret_env": "NAME"}` or `{"secret_file": "PATH"}`.
///
/// The value is read when it is used and held nowhere. Neither it nor what stands in its place reaches a message, a
/// cache key or a record.
public struct Secret: SettingValue, CustomStringConvertible {
    private enum Place {
        case environment(String)
        case file(FilePath)
    }

    private let place: Place

    public static var shape: SettingShape {
        func form(_ key: String, _ summary: String) -> SettingShape {
            let setting = SettingDescription(
                name: key, summary: summary, shape: .string(pattern: nil), presence: .required)
            return .object(ObjectDescription(settings: [setting], variants: nil))
        }
        return .anyOf([
            form("secret_env", "The environment variable that holds the secret."),
            form("secret_file", "The file that holds the secret; a line break at its end is no part of it."),
        ])
    }

    public static var placeholder: Secret { Secret(place: .environment("")) }
    public static var isLocation: Bool { true }

    public static func decode(_ node: JSONNode, at site: SettingsSite) -> Secret? {
        if node.members?.count == 1, let name = node["secret_env"]?.string, !name.isEmpty {
            return Secret(place: .environment(name))
        }
        if node.members?.count == 1, let file = node["secret_file"], let path = file.string, !path.isEmpty {
            return Secret(place: .file(FilePath(path, at: file.origin)))
        }
        // What was found may be the secret itself.
        site.report("expected {\"secret_env\": \"NAME\"} or {\"secret_file\": \"PATH\"}, found something else")
        return nil
    }

    public var json: JSON { "(secret)" }

    /// Where it is read from, as a document would state it; a file by its absolute path.
    public var whereabouts: JSON {
        switch place {
        case .environment(let name): ["secret_env": .string(name)]
        case .file(let file): ["secret_file": .string(file.absolute)]
        }
    }

    public var description: String { "(secret)" }

    /// The secret itself.
    ///
    /// - Throws: `InputError`, which says where the secret should be but never what it is.
    public func read(environment: [String: String] = ProcessInfo.processInfo.environment) throws(InputError) -> String {
        switch place {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw InputError(
                    path: name, found: "the environment variable is not set",
                    remedy: "set it to the secret it stands for")
            }
            return value
        case .file(let file):
            guard let data = FileManager.default.contents(atPath: file.path),
                let text = String(validating: data, as: UTF8.self)
            else {
                throw InputError(
                    path: file.path, found: "the secret can't be read", remedy: "make it a text file this user may read"
                )
            }
            return text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
    }
}
