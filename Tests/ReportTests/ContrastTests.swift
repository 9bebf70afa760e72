import Foundation
import Report
import Testing

/// The style sheet's colours by the formula of WCAG 2.2: text at least 4.5 : 1 on what lies under it, marks and borders that
/// carry a meaning 3 : 1.
@Suite struct ContrastTests {
    private static let schemes = ["light", "dark"]
    private static let grounds = ["ground", "panel", "mark"]

    /// The colours of a scheme by name, as `:root` states them; the dark scheme's after the light one's.
    private func colours(_ scheme: String) throws -> [String: [Double]] {
        let elements = try #require(MarkupReader.read(RunReport().html(SampleContent.failed())))
        let sheet = try #require(elements.first { $0.name == "style" }).text
        let blocks = sheet.components(separatedBy: ":root{").dropFirst().map { $0.prefix { $0 != "}" } }
        try #require(blocks.count == 2 && sheet.contains("@media screen and (prefers-color-scheme:dark){:root{"))
        let block = scheme == "light" ? blocks[0] : blocks[1]
        var colours: [String: [Double]] = [:]
        for declaration in block.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
            let parts = declaration.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, parts[0].hasPrefix("--"), parts[1].hasPrefix("#") else { continue }
            let digits = parts[1].dropFirst().map(String.init)
            let pairs =
                digits.count == 3
                ? digits.map { $0 + $0 } : stride(from: 0, to: 6, by: 2).map { digits[$0] + digits[$0 + 1] }
            colours[String(parts[0].dropFirst(2))] = pairs.compactMap { Int($0, radix: 16).map { Double($0) / 255 } }
        }
        return colours
    }

    /// 0.2126 R + 0.7152 G + 0.0722 B of the linear components.
    private func luminance(_ colour: [Double]) -> Double {
        let linear = colour.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
        return zip([0.2126, 0.7152, 0.0722], linear).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private func contrast(_ first: [Double], _ second: [Double]) -> Double {
        let (one, other) = (luminance(first), luminance(second))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    @Test func theFormulaIsThatOfTheGuidelines() {
        #expect(abs(contrast([0, 0, 0], [1, 1, 1]) - 21) < 1e-9)
        // #767676 on white is the darkest grey's well-known 4.54 : 1.
        #expect(abs(contrast([118.0 / 255, 118.0 / 255, 118.0 / 255], [1, 1, 1]) - 4.54) < 0.005)
    }

    @Test(arguments: schemes) func textStandsOut(_ scheme: String) throws {
        let colours = try colours(scheme)
        for name in ["text", "quiet", "accent", "good", "bad"] {
            for ground in Self.grounds {
                let found = contrast(try #require(colours[name]), try #require(colours[ground]))
                #expect(found >= 4.5, "\(name) on \(ground), \(scheme): \(found)")
            }
        }
    }

    @Test(arguments: schemes) func marksStandOut(_ scheme: String) throws {
        let colours = try colours(scheme)
        for series in 0..<6 {
            let found = contrast(try #require(colours["c\(series)"]), try #require(colours["ground"]))
            #expect(found >= 3, "c\(series), \(scheme): \(found)")
        }
    }
}
