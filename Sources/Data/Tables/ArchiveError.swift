/// A stored archive isn't what it should be: a tensor is missing or has another type or shape.
public enum ArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
    case missingTensor(String)
    case wrongTensor(name: String, found: String, expected: String)
    case missingMetadata(String)
    case wrongMetadata(name: String, found: String, expected: String)

    public var description: String {
        switch self {
        case .missingTensor(let name): "the tensor \"\(name)\" is missing"
        case .wrongTensor(let name, let found, let expected): "the tensor \"\(name)\" is \(found), expected \(expected)"
        case .missingMetadata(let name): "the metadata \"\(name)\" is missing"
        case .wrongMetadata(let name, let found, let expected):
            "the metadata \"\(name)\" is \"\(found)\", expected \(expected)"
        }
    }
}
