import Tables
import Testing

@Suite struct BitmapTests {
    /// Around the width of a word, where the last word is full, empty or partly filled.
    @Test(arguments: [0, 1, 63, 64, 65, 128, 130])
    func everyBitIsItsOwn(count: Int) {
        let bits = (0..<count).map { $0 % 3 == 0 }
        let bitmap = Bitmap(bits)
        #expect((0..<count).map { bitmap[$0] } == bits)
        #expect(Bitmap(count: count, words: bitmap.words) == bitmap)
        #expect(Bitmap(count: count, repeating: true) == Bitmap(bits.map { _ in true }))
    }

    @Test(arguments: [1, 64, 200])
    func filteringKeepsTheChosenBitsInOrder(count: Int) {
        let bits = (0..<count).map { $0 % 3 == 0 }
        let keep = (0..<count).map { $0 % 2 == 0 }
        let expected = zip(bits, keep).filter(\.1).map(\.0)
        #expect(Bitmap(bits).filtered(by: keep, keptCount: expected.count) == Bitmap(expected))
    }
}
