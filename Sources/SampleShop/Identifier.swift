/// Numbers within ids: as many digits for each of `count` things, so that ids sort alike as text and as numbers.
enum Identifier {
    static let user = UInt8(ascii: "U")
    static let item = UInt8(ascii: "P")
    static let promotion = UInt8(ascii: "D")

    static func number(index: Int, count: Int) -> Int {
        var base = 10_000
        while base < count { base *= 10 }
        return base + index
    }

    static func text(_ letter: UInt8, _ number: Int) -> String {
        String(UnicodeScalar(letter)) + String(number)
    }
}
