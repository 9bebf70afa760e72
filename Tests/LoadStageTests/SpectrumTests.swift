import Foundation
import LoadStage
import Testing

/// The corner cases of csv-spectrum (Max Ogden), each with the rows it must give.
struct SpectrumTests {
    @Test
    func everyPairParsesAsItsJSONSays() throws {
        guard let directory = SharedData.path("csv-spectrum") else { return }
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(directory)/csvs").sorted()
        #expect(names.count == 11)
        for name in names {
            let stem = name.dropLast(".csv".count)
            let json = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/json/\(stem).json"))
            let expected = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: String]])
            let header = expected[0].keys.sorted()
            let loaded = try TextReading().read(files: ["\(directory)/csvs/\(name)"], header.map(ColumnRequest.string))
            let rows = loaded.stringRows.map { row in
                Dictionary(uniqueKeysWithValues: zip(header, row.map { $0 ?? "" }))
            }
            #expect(rows == expected, "\(name)")
            #expect(loaded.rejections.total == 0, "\(name)")
        }
    }
}
