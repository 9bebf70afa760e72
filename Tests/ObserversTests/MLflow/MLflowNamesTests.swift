import Observers
import Testing

@Suite struct MLflowNamesTests {
    @Test(arguments: [
        ("ndcg@10", "ndcg_at_10"), ("rmse", "rmse"), ("weight.values.add to cart", "weight.values.add to cart"),
        ("prix (€)", "prix ___"), ("a:b", "a_b"), ("größe", "gr__e"),
    ])
    func keysHaveAllowedCharactersOnly(name: String, key: String) {
        #expect(MLflowNames.key(name) == key)
    }

    @Test func aGroupIsOneLevel() {
        #expect(MLflowNames.key("als-64", "ndcg@10") == "als-64/ndcg_at_10")
        #expect(MLflowNames.key("a/b", "c/d") == "a_b/c_d")
    }

    @Test func cutsWhatIsTooLong() {
        #expect(MLflowNames.key(String(repeating: "k", count: 251)) == String(repeating: "k", count: 250))
        #expect(MLflowNames.parameter(String(repeating: "v", count: 6000)).count == 6000)
        #expect(MLflowNames.parameter(String(repeating: "v", count: 6001)) == String(repeating: "v", count: 5997) + "…")
        // An é is two bytes, the ellipsis three: (8000 - 3) / 2.
        #expect(MLflowNames.tag(String(repeating: "é", count: 4001)) == String(repeating: "é", count: 3998) + "…")
    }
}
