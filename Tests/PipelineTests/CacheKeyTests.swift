import Pipeline
import Testing

@Suite struct CacheKeyTests {
    private func key(_ settings: JSON, slot: String = "train/a") -> CacheKey {
        CacheKey(slot: slot, ingredients: ["upstream": "u", "model": ["name": "als", "settings": settings]])
    }

    @Test func orderAndSpellingOfNumbersDoNotCount() {
        let first = key(["factors": 32, "alpha": 1.0])
        let second = key(["alpha": 1, "factors": .double(32)])
        #expect(first.digest == second.digest)
        #expect(first.ingredients == second.ingredients)
    }

    @Test func theSlotIsNoPartOfTheDigest() {
        #expect(key(["factors": 32]).digest == key(["factors": 32], slot: "train/b").digest)
    }

    @Test func differencesNameTheSettingWithBothValues() {
        let now = key(["factors": 64, "solver": "cg"])
        #expect(now.differences(from: key(["factors": 32, "solver": "cg"]).ingredients) == ["`factors` 32 → 64"])
        #expect(now.differences(from: key(["factors": 64]).ingredients) == ["`solver` absent → \"cg\""])
        #expect(now.differences(from: now.ingredients).isEmpty)
    }

    @Test func digestsAreNotSpelledOut() {
        let before = CacheKey(slot: "load", ingredients: ["tables": ["events": ["inputs": [["sha256": "a"]]]]])
        let after = CacheKey(slot: "load", ingredients: ["tables": ["events": ["inputs": [["sha256": "b"]]]]])
        #expect(after.differences(from: before.ingredients) == ["the content of tables.events.inputs.0 changed"])
    }
}
