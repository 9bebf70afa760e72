import Catalog
import Foundation
import Testing

/// Every component in the folders is in the catalog: forgetting the line is found here.
@Suite struct RegistrationTests {
    /// Where components live, the protocol that makes a type one, and the names the catalog knows.
    static let kinds: [(folder: String, conformance: String, registered: [String])] = [
        ("Sources/Stages/Load", "Source", Catalog.components.sources.entries.map(\.typeName)),
        ("Sources/Stages/Clean", "CleaningStep", Catalog.components.cleaningSteps.entries.map(\.typeName)),
        ("Sources/Stages/Features", "DatasetBuilder", Catalog.components.datasets.entries.map(\.typeName)),
        ("Sources/Stages/Features", "SplitRule", Catalog.components.splits.entries.map(\.typeName)),
        ("Sources/Models", "ModelComponent", Catalog.components.models.entries.map(\.typeName)),
        ("Sources/Stages/Evaluate", "MetricComponent", Catalog.components.metrics.map { String(describing: $0) }),
        ("Sources/Stages/Evaluate", "GateCondition", Catalog.components.gateConditions.entries.map(\.typeName)),
        ("Sources/Stages/Export", "Exporter", Catalog.components.exporters.entries.map(\.typeName)),
        ("Sources/Observers", "TrackingServer", Catalog.components.trackers.entries.map(\.typeName)),
        ("Sources/Observers", "LineageReceiver", Catalog.components.lineageReceivers.entries.map(\.typeName)),
    ]

    @Test(arguments: kinds.indices)
    func everyComponentIsRegistered(kind: Int) throws {
        let (folder, conformance, registered) = Self.kinds[kind]
        let declared = try Self.types(in: folder, conformingTo: conformance)
        #expect(!declared.isEmpty, "no \(conformance) is declared in \(folder)")
        for type in declared {
            #expect(registered.contains(type), "add `.init(\(type).self)` to Sources/Catalog/Catalog.swift")
        }
        #expect(Set(registered).isSubset(of: Set(declared)))
    }

    /// Names of the types whose declaration or extension lists a conformance, or a protocol that refines it.
    private static func types(in folder: String, conformingTo conformance: String) throws -> [String] {
        let declarations = try declarations(in: folder)
        let refining = declarations.filter { $0.isProtocol && $0.conformances.contains(conformance) }.map(\.name)
        let accepted = Set(refining + [conformance])
        let types = declarations.filter { !$0.isProtocol && !accepted.isDisjoint(with: $0.conformances) }
        return Set(types.map(\.name)).sorted()
    }

    private static func declarations(
        in folder: String
    ) throws -> [(name: String, conformances: [String], isProtocol: Bool)] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(folder)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        let declaration = /(struct|class|enum|extension|protocol) (\w+): ([^{]*)\{/
        var found: [(name: String, conformances: [String], isProtocol: Bool)] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: declaration) {
                let names = match.output.3.split(separator: ",").map {
                    $0.trimmingCharacters(in: .whitespacesAndNewlines)
                }
                found.append((String(match.output.2), names, match.output.1 == "protocol"))
            }
        }
        return found
    }
}
