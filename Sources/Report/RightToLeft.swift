/// Keeps right-to-left names in data from turning the order of the text around them.
enum RightToLeft {
    private static let isolate: Unicode.Scalar = "\u{2068}"
    private static let end: Unicode.Scalar = "\u{2069}"

    /// Without the characters that control direction, and with every stretch of right-to-left writing isolated, from its
    /// first letter to the last before left-to-right writing or an arrow. Text without such letters only loses the controls.
    static func isolated(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var stretch = String.UnicodeScalarView()
        // What follows the last right-to-left letter, and belongs to the stretch only if another one comes.
        var neutral = String.UnicodeScalarView()
        func close() {
            if !stretch.isEmpty {
                kept.append(isolate)
                kept += stretch
                kept.append(end)
            }
            kept += neutral
            stretch.removeAll()
            neutral.removeAll()
        }
        for scalar in text.unicodeScalars where !isControl(scalar) {
            if isStrong(scalar) {
                stretch += neutral
                neutral.removeAll()
                stretch.append(scalar)
            } else if stretch.isEmpty {
                kept.append(scalar)
            } else if isMark(scalar), neutral.isEmpty {
                stretch.append(scalar)
            } else {
                neutral.append(scalar)
                if scalar.properties.isAlphabetic || scalar == "→" { close() }
            }
        }
        close()
        return String(kept)
    }

    /// Whether it holds a strong right-to-left letter.
    static func occurs(in text: String) -> Bool { text.unicodeScalars.contains(where: isStrong) }

    /// Marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Letters of the blocks that Unicode sets aside for right-to-left scripts; digits and marks in them are not strong.
    private static func isStrong(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            scalar.properties.isAlphabetic && !isMark(scalar)
        default: false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    }
}
